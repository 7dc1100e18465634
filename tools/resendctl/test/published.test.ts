import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

describe('the published command line', function () {
  this.timeout(60_000);
  let directory: TempDir;

  before(() => {
    directory = createTempDir();
    execFileSync('npm', ['run', '--silent', 'build']);
    const args = ['pack', '--silent', '--pack-destination', directory.path];
    const archive = execFileSync('npm', args, { cwd: 'dist', encoding: 'utf8' }).trim();
    execFileSync('tar', ['-xzf', directory.file(archive), '-C', directory.path]);
  });

  after(() => directory[Symbol.dispose]());

  it('is one file that runs by itself, and what its bin names', () => {
    const folder = directory.file('package');
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    expect(manifest).to.not.have.any.keys('dependencies', 'private', 'scripts');
    const file = path.join(folder, manifest.bin.resendctl);
    const options = { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'] } } as const;
    const { stdout, stderr, status } = spawnSync(file, ['list', '--help'], options);
    expect(stdout, stderr).to.match(/^resendctl list: /);
    expect(status).to.equal(0);
    const refused = spawnSync(file, ['list'], options);
    expect([refused.status, refused.stdout]).to.deep.equal([3, '']);
  });
});
