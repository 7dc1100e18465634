import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, freePort, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

const main = path.resolve(import.meta.dirname, 'main.ts');

describe('import', () => {
  let directory: TempDir;

  beforeEach(() => {
    directory = createTempDir();
  });

  afterEach(() => directory[Symbol.dispose]());

  it('says how it is used', () => {
    expect(run([]).stderr).to.match(/^import: usage: .*\n$/);
    expect(run([]).status).to.equal(1);
  });

  it('says in one line that a file cannot be read', () => {
    expect(run([directory.file('none')]).stderr).to.match(/^import: .*none cannot be read: .*\n$/);
    expect(run([directory.path]).stderr).to.match(/^import: .* cannot be read: it is a dir.*\n$/);
  });

  it('says in one line that the service does not answer', async () => {
    const file = directory.file('one.ndjson');
    writeFileSync(file, '{"account":{"id":1}}\n');
    const { status, stderr } = run([file], { RPC_PORT: `${await freePort()}` });
    expect(stderr).to.match(
      /^import: the service at http:\/\/127.0.0.1:\d+ does not answer\. .*RPC_URL.*\n$/,
    );
    expect(status).to.equal(1);
  });

  it('imports nothing from an empty standard input', () => {
    const { status, stderr } = run(['-']);
    expect(stderr).to.match(/^imported 0 records in /);
    expect(status).to.equal(0);
  });

  function run(args: string[], env: Record<string, string> = {}) {
    return spawnSync(process.execPath, [main, ...args], {
      env: { AUTH_SERVICE_HS256_SECRET: 'x'.repeat(32), DATA_DIR: directory.path, ...env },
      encoding: 'utf8',
      timeout: 10_000,
    });
  }
});
