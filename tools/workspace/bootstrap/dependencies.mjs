import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { runQuietly } from './run.mjs';

/** Installs what package-lock.json names, unless node_modules holds exactly that already. */
export async function installDependencies(root) {
  const lock = path.join(root, 'package-lock.json');
  const stamp = path.join(root, 'node_modules/.package-lock.sha256');
  const hash = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (readIfPresent(stamp) === hash) return;
  if (!installedByHand(root, lock)) {
    console.error('Installing dependencies; this takes about a minute…');
    await runQuietly('npm', ['ci', '--no-progress'], {
      cwd: root,
      failure: 'The dependencies could not be installed (npm ci)',
    });
  }
  writeFileSync(stamp, hash);
}

/** npm writes its own hidden lock file last, so a newer one means a finished installation. */
function installedByHand(root, lock) {
  const hidden = statSync(path.join(root, 'node_modules/.package-lock.json'), {
    throwIfNoEntry: false,
  });
  return hidden !== undefined && hidden.mtimeMs >= statSync(lock).mtimeMs;
}

function readIfPresent(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
