import { existsSync } from 'node:fs';
import path from 'node:path';

import { fetchPackages, hasAptGet } from './debian-packages.mjs';

/** Where Debian has its library, by the processor. */
const LIBRARY = 'usr/lib/$CPU-linux-gnu/faketime/libfaketimeMT.so.1';
const cpus = { x64: 'x86_64', arm64: 'aarch64' };

/**
 * Fetches the library that shows another clock to a process, where the system has none. Without it
 * clock jumps are left out of the faults, and the settings of the part say so.
 */
export async function ensureFaketime(root) {
  const own = path.join(root, '.faketime');
  const library = LIBRARY.replace('$CPU', cpus[process.arch] ?? process.arch);
  if (['/', own].some((directory) => existsSync(path.join(directory, library)))) return;
  if (!hasAptGet()) return;
  try {
    await fetchPackages(own, ['libfaketime'], 'libfaketime could not be fetched');
  } catch (error) {
    console.error(error.message);
  }
}
