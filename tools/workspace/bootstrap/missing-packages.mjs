import path from 'node:path';

import { fits } from './platform.mjs';

/**
 * Packages that should be in node_modules and are not, or not as package-lock.json has them. What
 * npm says that it installed is not believed alone: folders vanish, and so do the links to programs.
 *
 * @param locked `packages` of package-lock.json.
 * @param installed `packages` of the hidden lock file, which npm writes when it has finished.
 * @param exists Whether there is a file at a path in the repository.
 */
export function missingPackages({ locked, installed, exists, platform, dev }) {
  return expectedPackages({ locked, platform, dev }).filter(
    ({ folder, entry }) => !isSame(entry, installed[folder]) || !isThere(folder, entry, exists),
  );
}

/** What npm installs of the lock file on a platform; `optional` says that it may do without. */
export function expectedPackages({ locked, platform, dev }) {
  const external = Object.entries(locked).filter(([folder]) => folder.includes('node_modules/'));
  const foreign = external.filter(([, entry]) => !fits(entry, platform)).map(([folder]) => folder);
  return external
    .filter(([, entry]) => dev || entry.dev !== true)
    .filter(([folder]) => !foreign.some((other) => `${folder}/`.startsWith(`${other}/`)))
    .map(([folder, entry]) => ({ folder, entry, optional: isOptional(entry) }));
}

function isOptional(entry) {
  return entry.optional === true || entry.devOptional === true;
}

function isSame(entry, present) {
  if (present === undefined) return false;
  return ['version', 'integrity', 'link'].every((key) => entry[key] === present[key]);
}

/** Links of programs stand beside the package, in the `.bin` of the same node_modules. */
function isThere(folder, entry, exists) {
  const bins = path.join(
    folder.slice(0, folder.lastIndexOf('node_modules/') + 'node_modules'.length),
    '.bin',
  );
  const programs = Object.keys(entry.bin ?? {}).map((name) => path.join(bins, name));
  return [path.join(folder, 'package.json'), ...programs].every(exists);
}
