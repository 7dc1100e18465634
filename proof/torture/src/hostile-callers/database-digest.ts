import { createHash } from 'node:crypto';

import BetterSqlite3 from 'better-sqlite3';

/** The lease is renewed all the time; nothing else changes while nothing is accepted. */
const LIVELY = new Set(['dispatcher_lease']);

/** A digest of every row of every table. */
export function databaseDigest(file: string): string {
  using connection = openReadonly(file);
  const hash = createHash('sha256');
  const tables = connection.database
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all();
  for (const table of tables) {
    if (LIVELY.has(table)) continue;
    const rows = connection.database.prepare(`SELECT * FROM "${table}"`).raw().all();
    hash.update(`${table}\n${JSON.stringify(rows, (_, value: unknown) => plain(value))}\n`);
  }
  return hash.digest('hex');
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function openReadonly(file: string) {
  const database = new BetterSqlite3(file, { readonly: true });
  return { database, [Symbol.dispose]: () => database.close() };
}
