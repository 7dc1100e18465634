import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { fetchPackages, hasAptGet, isExecutable, pathDirectories } from './debian-packages.mjs';

/**
 * The directory that holds strace; fetches it with apt-get where the system has none. Null where it
 * cannot be had: the tests that need it are skipped then, and say so.
 */
export async function findStrace(root) {
  const own = path.join(root, '.strace');
  const unpacked = path.join(own, 'bin');
  const found = [...pathDirectories(), unpacked].find((directory) =>
    isExecutable(path.join(directory, 'strace')),
  );
  if (found !== undefined) return found;
  if (!hasAptGet()) return null;
  try {
    await fetchPackages(own, ['strace', 'libunwind8'], 'strace could not be fetched');
  } catch (error) {
    console.error(error.message);
    return null;
  }
  writeStarter(own, unpacked);
  return unpacked;
}

/** What is unpacked has its library beside it, where the loader does not look by itself. */
function writeStarter(own, directory) {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, 'strace');
  const libraries = `${own}/usr/lib/$(uname -m)-linux-gnu`;
  writeFileSync(
    file,
    `#!/bin/sh\nLD_LIBRARY_PATH="${libraries}" exec "${own}/usr/bin/strace" "$@"\n`,
  );
  chmodSync(file, 0o755);
}
