import { statSync } from 'node:fs';

import type BetterSqlite3 from 'better-sqlite3';

import { StoreOpenError } from '@webhooks/store-kit';

/** Up to this size the whole file is checked; that takes a fraction of a second. */
const wholeFileBytes = 128 * 1024 * 1024;

/** Tables that stay small however much is resent. */
const smallTables = ['secrets_key', 'accounts', 'endpoints', 'endpoint_health', 'dispatcher_lease'];

/**
 * Refuses a damaged file. A small file is checked as a whole; of a big one the tables that everything
 * hangs on, and both ends of all others, so that opening does not take longer the more is stored.
 */
export function checkIntegrity(connection: BetterSqlite3.Database): void {
  if (statSync(connection.name).size <= wholeFileBytes) {
    quickCheck(connection, 'quick_check(1)');
    return;
  }
  for (const table of smallTables) quickCheck(connection, `quick_check(${table})`);
  for (const table of tableNames(connection)) touchEnds(connection, table);
}

function quickCheck(connection: BetterSqlite3.Database, pragma: string): void {
  if (connection.pragma(pragma, { simple: true }) !== 'ok') {
    throw new StoreOpenError(`${connection.name} is damaged`);
  }
}

function tableNames(connection: BetterSqlite3.Database): string[] {
  return connection
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .pluck()
    .all();
}

/** Walks down both sides of a table's tree; SQLite throws where it finds damage. */
function touchEnds(connection: BetterSqlite3.Database, table: string): void {
  const key = connection
    .prepare<[string], string>(`SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk`)
    .pluck()
    .all(table);
  if (key.length === 0) return;
  for (const direction of ['ASC', 'DESC']) {
    const order = key.map((column) => `"${column}" ${direction}`).join(', ');
    connection.prepare(`SELECT * FROM "${table}" ORDER BY ${order} LIMIT 1`).get();
  }
}
