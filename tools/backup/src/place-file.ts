import { chmodSync, closeSync, fsyncSync, linkSync, openSync } from 'node:fs';
import path from 'node:path';

import { StartupError } from '@webhooks/runtime';

/**
 * Gives a complete file its name, durably and never over another one. The old name stays.
 *
 * @throws StartupError when the name is taken.
 */
export function placeFile(draft: string, target: string): void {
  // What it holds is for the owner alone.
  chmodSync(draft, 0o600);
  sync(draft);
  try {
    linkSync(draft, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new StartupError(`${target} is there already; it is left as it is`);
  }
  sync(path.dirname(target));
}

/** Makes a file's bytes, or a directory's names, durable. */
export function sync(name: string): void {
  const descriptor = openSync(name, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
