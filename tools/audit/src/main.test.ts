import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { linkHash, NO_LINK } from '@webhooks/runtime';
import { createTempDir, freePort, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

const main = path.resolve(import.meta.dirname, 'main.ts');

describe('audit', () => {
  let directory: TempDir;
  const hash = linkHash(NO_LINK, '{"id":1}');
  const line = `{"hash":"${hash}","previous_hash":"${NO_LINK}","record":{"id":1}}\n`;

  beforeEach(() => {
    directory = createTempDir();
  });

  afterEach(() => directory[Symbol.dispose]());

  it('says how it is used', () => {
    expect(run([]).stderr).to.match(/^audit: usage: /);
    expect(run(['--help']).stdout).to.match(/^usage: npm run audit -- export/);
    expect(run(['verify']).stderr).to.match(/^audit: verify takes one FILE\n$/);
    expect(run(['export', '--after', 'x']).stderr).to.match(/--after takes the id of a record/);
  });

  it('says in one line that the service does not answer', async () => {
    const { status, stderr } = run(['export'], { RPC_PORT: `${await freePort()}` });
    expect(stderr).to.match(
      /^audit: the service at http:\/\/127.0.0.1:\d+ does not answer\. .*\n$/,
    );
    expect(status).to.equal(1);
  });

  it('says that a file is unchanged, or what was changed', () => {
    const file = write('export.ndjson', line);
    const { status, stdout } = run(['verify', file]);
    expect(stdout).to.equal(
      `${file}: unchanged: records 1 to 1, 1 in all; the last hash is ${hash}\n`,
    );
    expect(status).to.equal(0);
    const changed = write('changed.ndjson', line.replace('"id":1', '"id":2'));
    expect(run(['verify', changed])).to.include({
      stdout: `${changed}: CHANGED: line 1: record 2 is not what was hashed\n`,
      status: 1,
    });
  });

  it('holds a file to the heads in a log', () => {
    const file = write('export.ndjson', line);
    const log = `not json\n2026-11-30 {"auditRecordId":1,"auditHash":"${hash}"}\n`;
    const { stdout } = run(['verify', file, '--heads', write('service.log', log)]);
    expect(stdout).to.include('1 in all, 1 known heads among them');
    const later = write('later.log', `{"auditRecordId":7,"auditHash":"${hash}"}\n`);
    expect(run(['verify', file, '--heads', later])).to.include({
      stdout: `${file}: CHANGED: ends with record 1, but record 7 was in the chain\n`,
      status: 1,
    });
    const none = run(['verify', file, '--heads', write('other.log', 'x\n')]);
    expect(none.stderr).to.match(/has no line with the end of the chain\n$/);
    expect(none.status).to.equal(1);
  });

  function write(name: string, text: string): string {
    const file = directory.file(name);
    writeFileSync(file, text);
    return file;
  }

  function run(args: string[], env: Record<string, string> = {}) {
    return spawnSync(process.execPath, [main, ...args], {
      env: { AUTH_SERVICE_HS256_SECRET: 'x'.repeat(32), DATA_DIR: directory.path, ...env },
      encoding: 'utf8',
      timeout: 10_000,
    });
  }
});
