import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const UNKNOWN = 'unknown';

/**
 * What a program is built of: the version of the package that a folder is in, and the commit, by
 * SOURCE_COMMIT where the sources are no clone.
 */
export function readBuildInfo(folder: string): { version: string; commit: string } {
  const git = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' });
  const commit = process.env['SOURCE_COMMIT'] || (git.stdout ?? '').trim() || UNKNOWN;
  return { version: versionOf(folder), commit };
}

function versionOf(folder: string): string {
  const manifest = path.join(folder, 'package.json');
  if (existsSync(manifest)) {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string }).version ?? UNKNOWN;
  }
  const parent = path.dirname(folder);
  return parent === folder ? UNKNOWN : versionOf(parent);
}
