import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { baseOf, changedFiles } from './changed-files.ts';

describe('what a change is', () => {
  let repository: TempDir;

  beforeEach(() => {
    repository = createTempDir();
    git('init', '--quiet', '--initial-branch=main');
    git('config', 'user.name', 'x');
    git('config', 'user.email', 'x@example.com');
    commit('kept', 'edited', 'deleted');
  });

  afterEach(() => repository[Symbol.dispose]());

  it('is what differs from main, committed or not, without what is gone', () => {
    const base = git('rev-parse', 'HEAD');
    git('checkout', '--quiet', '-b', 'work');
    commit('committed');
    writeFileSync(repository.file('edited'), 'otherwise');
    writeFileSync(repository.file('new file'), '');
    rmSync(repository.file('deleted'));
    expect(baseOf(repository.path)).to.equal(base);
    expect(changedFiles(repository.path, base)).to.have.members([
      'committed',
      'edited',
      'new file',
    ]);
  });

  it('begins where main was fetched last, also for work on main itself', () => {
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    const base = git('rev-parse', 'HEAD');
    commit('committed');
    expect(baseOf(repository.path)).to.equal(base);
  });

  it('says what to do where there is no main', () => {
    git('branch', '--move', 'trunk');
    expect(() => baseOf(repository.path)).to.throw('neither origin/main nor main');
  });

  function commit(...files: readonly string[]): void {
    for (const file of files) writeFileSync(repository.file(file), file);
    git('add', '.');
    git('commit', '--quiet', '-m', files.join(' '));
  }

  function git(...args: readonly string[]): string {
    const options = { cwd: repository.path, encoding: 'utf8' } as const;
    return execFileSync('git', args, options).trim();
  }
});
