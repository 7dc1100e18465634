import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

describe('the published command line', function () {
  this.timeout(60_000);
  let directory: TempDir;
  let archivePath: string;

  before(() => {
    directory = createTempDir();
    execFileSync('npm', ['run', '--silent', 'build']);
    const args = ['pack', '--silent', '--pack-destination', directory.path];
    const archive = execFileSync('npm', args, { cwd: 'dist', encoding: 'utf8' }).trim();
    archivePath = directory.file(archive);
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

  it('completes what is typed, installed globally and by npx', () => {
    const prefix = directory.file('global');
    const npmOptions = ['--offline', '--no-audit', '--no-fund', '--silent'];
    execFileSync('npm', ['install', '--global', '--prefix', prefix, ...npmOptions, archivePath]);
    const npx = `npx --offline --yes --package=${archivePath} resendctl completion bash`;
    for (const [how, completion] of [
      ['globally', 'resendctl completion bash'],
      ['by npx', npx],
    ] as const) {
      const script = `source <(${completion})
        COMP_WORDS=(resendctl retr) COMP_CWORD=1; _resendctl; echo "\${COMPREPLY[@]}"
        COMP_WORDS=(resendctl resend --casho) COMP_CWORD=2; _resendctl; echo "\${COMPREPLY[@]}"`;
      const { stdout, stderr } = spawnSync('bash', ['-c', script], {
        cwd: directory.path,
        encoding: 'utf8',
        env: { ...process.env, PATH: `${path.join(prefix, 'bin')}:${process.env['PATH']}` },
      });
      expect(stdout, `${how}: ${stderr}`).to.equal('retry-failed\n--cashout\n');
    }
  });
});
