import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';

import { sync } from './place-file.ts';

/** Renames a database with all that belongs to it; answers its new name. */
export function setAside(file: string): string {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const aside = `${file}.replaced-${stamp}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${aside}${suffix}`);
  }
  sync(path.dirname(file));
  return aside;
}
