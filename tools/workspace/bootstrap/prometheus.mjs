import path from 'node:path';

import { fetchPackages, hasAptGet, isExecutable, pathDirectories } from './debian-packages.mjs';

/**
 * The directory that holds prometheus and promtool; fetches them with apt-get where the system has
 * none. Null where they cannot be had: the tests that ask them are skipped then, and say so.
 */
export async function findPrometheus(root) {
  const own = path.join(root, '.prometheus');
  const unpacked = path.join(own, 'usr/bin');
  const found = [...pathDirectories(), unpacked].find((directory) =>
    isExecutable(path.join(directory, 'prometheus')),
  );
  if (found !== undefined) return found;
  if (!hasAptGet()) return null;
  try {
    await fetchPackages(own, ['prometheus'], 'prometheus could not be fetched');
  } catch (error) {
    console.error(error.message);
    return null;
  }
  return unpacked;
}
