import { StartupError } from '@webhooks/runtime';
import BetterSqlite3 from 'better-sqlite3';

import { countRows } from './count-rows.ts';

/**
 * Reads a copy from its first page to its last.
 *
 * @throws StartupError when it is damaged, or has not the rows that were there.
 */
export function verifyCopy(file: string, expected: Readonly<Record<string, number>>): void {
  const connection = new BetterSqlite3(file, { fileMustExist: true });
  try {
    assertSound(connection, file);
    const rows = countRows(connection);
    for (const [table, count] of Object.entries(expected)) {
      if (rows[table] === count) continue;
      throw new StartupError(`${file} has ${rows[table] ?? 0} of ${count} rows of ${table}`);
    }
  } finally {
    connection.close();
  }
}

/** @throws StartupError when SQLite finds anything wrong. */
export function assertSound(connection: BetterSqlite3.Database, file: string): void {
  const damage = connection.pragma('integrity_check(1)', { simple: true });
  if (damage !== 'ok') throw new StartupError(`${file} is damaged: ${String(damage)}`);
  const orphans = connection.pragma('foreign_key_check') as unknown[];
  if (orphans.length > 0) throw new StartupError(`${file} is damaged: ${orphans.length} orphans`);
}
