import { accessSync, constants, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { runQuietly } from './run.mjs';

/** Directories that the PATH names. */
export function pathDirectories() {
  return (process.env.PATH ?? '').split(path.delimiter).filter((entry) => entry !== '');
}

/** Whether packages of the system can be fetched. */
export function hasAptGet() {
  return pathDirectories()
    .concat('/usr/bin')
    .some((entry) => isExecutable(path.join(entry, 'apt-get')));
}

/**
 * Unpacks packages of the system into a directory of our own: installing them would need root.
 * Rejects with `failure` in front.
 */
export async function fetchPackages(own, packages, failure) {
  console.error(`Fetching ${packages.join(', ')}…`);
  rmSync(own, { recursive: true, force: true });
  for (const part of ['lists/partial', 'archives/partial']) {
    mkdirSync(path.join(own, part), { recursive: true });
  }
  const options = { cwd: own, failure };
  const state = ['-qq', '-o', `Dir::State::lists=${own}/lists`, '-o', `Dir::Cache=${own}`];
  const sandbox = process.getuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : [];
  await runQuietly('apt-get', [...state, ...sandbox, 'update'], options);
  await runQuietly('apt-get', [...state, ...sandbox, 'download', ...packages], options);
  const archives = readdirSync(own).filter((name) => name.endsWith('.deb'));
  if (archives.length < packages.length) throw new Error(failure);
  for (const archive of archives) await runQuietly('dpkg-deb', ['-x', archive, '.'], options);
  for (const part of ['lists', 'archives']) {
    rmSync(path.join(own, part), { recursive: true, force: true });
  }
}

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
