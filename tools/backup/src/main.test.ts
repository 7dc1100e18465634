import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

describe('backup and restore on the command line', function () {
  this.timeout(60_000);
  let directory: TempDir;

  beforeEach(() => {
    directory = createTempDir();
    mkdirSync(directory.file('data'));
  });

  afterEach(() => directory[Symbol.dispose]());

  const run = (tool: 'backup' | 'restore', ...args: string[]) => {
    const main = path.resolve(import.meta.dirname, `${tool}-main.ts`);
    const env = {
      DATA_DIR: directory.file('data'),
      SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
    };
    return spawnSync(process.execPath, [main, ...args], { env, encoding: 'utf8', timeout: 10_000 });
  };

  it('say how they are used', () => {
    for (const args of [[], ['a', 'b']]) {
      expect(run('backup', ...args).stderr).to.match(/^backup: usage: .*\n$/);
      expect(run('restore', ...args).stderr).to.match(/^restore: usage: .*\n$/);
    }
    expect(run('restore', '--replace').status).to.equal(1);
  });

  it('say in one line where there is nothing, and leave nothing behind', () => {
    const backup = run('backup', directory.file('to.db'));
    expect(backup.stderr).to.match(/^backup: .*webhooks\.db does not exist; set DATA_DIR .*\n$/);
    expect(backup.status).to.equal(1);
    const restore = run('restore', directory.file('from.db'));
    expect(restore.stderr).to.match(/^restore: .*from\.db does not exist\n$/);
    expect(restore.status).to.equal(1);
    expect(readdirSync(directory.path)).to.deep.equal(['data']);
  });

  it('take nothing for a database that is none, and leave nothing behind', () => {
    writeFileSync(directory.file('from.db'), 'no database');
    const restore = run('restore', directory.file('from.db'));
    expect(restore.stderr).to.match(
      /^restore: .*from\.db cannot be restored: .* is not a database\n$/,
    );
    expect(readdirSync(directory.file('data'))).to.deep.equal([]);
    writeFileSync(directory.file('data/webhooks.db'), 'no database');
    const backup = run('backup', directory.file('to.db'));
    expect(backup.stderr).to.match(
      /^backup: .* cannot be backed up to .*: file is not a database .*\n$/,
    );
    expect(readdirSync(directory.path).sort()).to.deep.equal(['data', 'from.db']);
  });
});
