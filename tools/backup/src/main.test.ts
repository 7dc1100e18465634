import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { openDatabase } from '@webhooks/store-sqlite';
import { createTempDir, type TempDir } from '@webhooks/testing';
import BetterSqlite3 from 'better-sqlite3';
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
    const shell = ['-c', 'umask 000; exec "$@"', 'sh'];
    return spawnSync('sh', [...shell, process.execPath, main, ...args], {
      env,
      encoding: 'utf8',
      timeout: 20_000,
    });
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

  it('let nobody else read what they make, whatever the umask and the modes before', () => {
    chmodSync(directory.file('data'), 0o755);
    makeDatabase();
    const backup = directory.file('backup.db');
    expect(run('backup', backup).stderr).to.equal('');
    expect(modeOf('backup.db')).to.equal('600');
    for (const name of ['backup.db', 'data/webhooks.db']) chmodSync(directory.file(name), 0o644);
    const restore = run('restore', backup, '--replace');
    expect(restore.status, restore.stderr).to.equal(0);
    expect(restore.stdout).to.include(`others could read ${directory.file('data')}`);
    for (const name of readdirSync(directory.file('data'))) {
      expect(modeOf(`data/${name}`), name).to.equal('600');
    }
    expect(modeOf('data')).to.equal('700');
  });

  it('restore a copy that SQLite itself made', () => {
    makeDatabase();
    const original = new BetterSqlite3(directory.file('data/webhooks.db'));
    original.exec(`VACUUM INTO '${directory.file('copy.db')}'`);
    original.close();
    const restore = run('restore', directory.file('copy.db'), '--replace');
    expect(restore.stderr).to.equal('');
    expect(restore.status).to.equal(0);
  });

  it('name the file that they were given, never a draft', () => {
    makeDatabase();
    const original = new BetterSqlite3(directory.file('data/webhooks.db'));
    original.exec(`PRAGMA user_version = 9999; VACUUM INTO '${directory.file('newer.db')}'`);
    original.close();
    const { stderr } = run('restore', directory.file('newer.db'), '--replace');
    const newer = directory.file('newer.db');
    expect(stderr).to.match(
      /^restore: (\S+) cannot be restored: \1 was written by a newer program/,
    );
    expect(stderr).to.include(newer).and.not.include('.restoring');
  });

  function makeDatabase(): void {
    const path = directory.file('data/webhooks.db');
    openDatabase({ path, secretsKey: Buffer.alloc(32, 1) })[Symbol.dispose]();
  }

  function modeOf(name: string): string {
    return (statSync(directory.file(name)).mode & 0o777).toString(8);
  }
});
