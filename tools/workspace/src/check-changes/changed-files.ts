import { execFileSync } from 'node:child_process';

/**
 * Where the work began: the newest commit that main has as well, main as it was fetched last or, in a
 * repository without a remote, the branch.
 */
export function baseOf(root: string): string {
  for (const main of ['origin/main', 'main']) {
    try {
      return git(root, ['merge-base', main, 'HEAD']).trim();
    } catch {
      // There is no such branch, or it has nothing in common with this one.
    }
  }
  throw new Error('There is neither origin/main nor main to compare with; fetch one of them');
}

/** Files that differ from a commit, committed or not, without those that are gone. */
export function changedFiles(root: string, base: string): string[] {
  const tracked = git(root, ['diff', '--name-only', '--diff-filter=d', '-z', base]);
  const untracked = git(root, ['ls-files', '--others', '--exclude-standard', '-z']);
  return (tracked + untracked).split('\0').filter((file) => file !== '');
}

function git(root: string, args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
