import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { createTempDir } from '@webhooks/testing';
import { expect } from 'chai';

const main = path.resolve(import.meta.dirname, 'main.ts');
const AUTH_HS256_SECRET = 'a secret of at least thirty-two bytes';

describe('token', () => {
  it('prints the token and nothing else', () => {
    const { stdout, status } = run(['--user', '246'], { AUTH_HS256_SECRET });
    expect(stdout).to.match(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(status).to.equal(0);
  });

  it('says in one line that it has no secret, and prints no token', () => {
    using directory = createTempDir();
    const { stdout, stderr, status } = run(['--user', '246'], { DATA_DIR: directory.path });
    expect(stdout).to.equal('');
    expect(stderr).to.match(/^token: AUTH_HS256_SECRET is neither set nor in .*\n$/);
    expect(status).to.equal(1);
  });
});

function run(args: string[], env: Record<string, string>) {
  return spawnSync(process.execPath, [main, ...args], { env, encoding: 'utf8' });
}
