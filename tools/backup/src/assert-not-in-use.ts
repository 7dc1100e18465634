import { existsSync } from 'node:fs';

import { StartupError } from '@webhooks/runtime';
import BetterSqlite3 from 'better-sqlite3';

/**
 * Makes sure that no process has a database open: the last connection of all takes the write-ahead
 * log away, and only the last one can.
 *
 * @throws StartupError when one has.
 */
export function assertNotInUse(file: string): void {
  if (!existsSync(file)) return;
  try {
    const connection = new BetterSqlite3(file, { fileMustExist: true, timeout: 0 });
    try {
      connection.pragma('locking_mode = EXCLUSIVE');
      connection.exec('BEGIN EXCLUSIVE; ROLLBACK');
    } finally {
      connection.close();
    }
  } catch (error) {
    const { code } = error as { readonly code?: string };
    // One that is damaged cannot be asked; to replace it is what a restore is for.
    if (code !== 'SQLITE_BUSY' && code !== 'SQLITE_LOCKED') return;
    throw new StartupError(`${file} is in use; stop the apps first`);
  }
}
