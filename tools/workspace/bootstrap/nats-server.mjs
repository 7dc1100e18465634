import { accessSync, constants, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { runQuietly } from './run.mjs';

/** Debian puts it where only root's PATH looks. */
const besidePath = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

const howToInstall = `nats-server is not on the PATH and could not be fetched. Either install it
  Debian, Ubuntu   apt-get install nats-server
  macOS            brew install nats-server
or name a running one (2.9.10 or newer, with JetStream): NATS_URL=nats://127.0.0.1:4222`;

/** The directory that holds nats-server; fetches it with apt-get where the system has none. */
export async function findNatsServer(root) {
  const own = path.join(root, '.nats');
  const unpacked = path.join(own, 'usr/sbin');
  const onPath = (process.env.PATH ?? '').split(path.delimiter).filter((entry) => entry !== '');
  const found = [...onPath, ...besidePath, unpacked].find((directory) =>
    isExecutable(path.join(directory, 'nats-server')),
  );
  if (found !== undefined) return found;
  if (!onPath.concat('/usr/bin').some((entry) => isExecutable(path.join(entry, 'apt-get')))) {
    throw new Error(howToInstall);
  }
  await fetchPackage(own);
  return unpacked;
}

/**
 * Unpacks the system's package into a directory of our own. Installing it would need root, and would
 * start a server on the port that the stack is about to use.
 */
async function fetchPackage(own) {
  console.error('Fetching nats-server…');
  rmSync(own, { recursive: true, force: true });
  for (const part of ['lists/partial', 'archives/partial']) {
    mkdirSync(path.join(own, part), { recursive: true });
  }
  const options = { cwd: own, failure: howToInstall };
  const state = ['-qq', '-o', `Dir::State::lists=${own}/lists`, '-o', `Dir::Cache=${own}`];
  const sandbox = process.getuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : [];
  await runQuietly('apt-get', [...state, ...sandbox, 'update'], options);
  await runQuietly('apt-get', [...state, ...sandbox, 'download', 'nats-server'], options);
  const archive = readdirSync(own).find((name) => name.endsWith('.deb'));
  if (archive === undefined) throw new Error(howToInstall);
  await runQuietly('dpkg-deb', ['-x', archive, '.'], options);
  for (const part of ['lists', 'archives']) {
    rmSync(path.join(own, part), { recursive: true, force: true });
  }
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
