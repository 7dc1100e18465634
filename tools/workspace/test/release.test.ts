import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir } from '@webhooks/testing';
import { expect } from 'chai';

const root = path.resolve(import.meta.dirname, '../../..');

describe('nx release', function () {
  this.timeout(120_000);

  it('would write the next version, its changelog and its tag', () => {
    using directory = createTempDir();
    const clone = directory.file('clone');
    execFileSync('git', ['clone', '--quiet', '--shared', root, clone]);
    symlinkSync(path.join(root, 'node_modules'), path.join(clone, 'node_modules'));
    copyFileSync(path.join(root, 'nx.json'), path.join(clone, 'nx.json'));
    mkdirSync(path.join(clone, '.nx/version-plans'), { recursive: true });
    const plan = '---\n__default__: major\n---\n\nCalls have other names.\n';
    writeFileSync(path.join(clone, '.nx/version-plans/names.md'), plan);
    const output = dryRun(clone);
    expect(output).to.match(/\+ +"version": "1\.0\.0"/);
    expect(output)
      .to.match(/\+ # 1\.0\.0 \(/)
      .and.include('+ - Calls have other names.');
    expect(output).to.match(/Tagging commit with git/);
    expect(
      execFileSync('git', ['tag', '--list', 'v1.0.0'], { cwd: clone, encoding: 'utf8' }),
    ).to.equal('');
  });

  /** As somebody runs it who is in no task of Nx. */
  function dryRun(cwd: string): string {
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'));
    const env = { ...Object.fromEntries(own), NX_DAEMON: 'false', NO_COLOR: '1', FORCE_COLOR: '0' };
    const args = ['release', '--dry-run', '--skip-publish'];
    return execFileSync('nx', args, { cwd, env, encoding: 'utf8', stdio: 'pipe' });
  }
});
