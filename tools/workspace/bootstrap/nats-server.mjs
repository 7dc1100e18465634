import path from 'node:path';

import { fetchPackages, hasAptGet, isExecutable, pathDirectories } from './debian-packages.mjs';

/** Debian puts it where only root's PATH looks. */
const besidePath = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

const howToInstall = `nats-server is not on the PATH and could not be fetched. Either install it
  Debian, Ubuntu   apt-get install nats-server
  macOS            brew install nats-server
or name a running one (2.9.10 or newer, with JetStream): NATS_URL=nats://127.0.0.1:4222`;

/**
 * The directory that holds nats-server; fetches it with apt-get where the system has none. The
 * package is only unpacked: installed, it would start a server on the port that the stack is about
 * to use.
 */
export async function findNatsServer(root) {
  const own = path.join(root, '.nats');
  const unpacked = path.join(own, 'usr/sbin');
  const found = [...pathDirectories(), ...besidePath, unpacked].find((directory) =>
    isExecutable(path.join(directory, 'nats-server')),
  );
  if (found !== undefined) return found;
  if (!hasAptGet()) throw new Error(howToInstall);
  await fetchPackages(own, ['nats-server'], howToInstall);
  return unpacked;
}
