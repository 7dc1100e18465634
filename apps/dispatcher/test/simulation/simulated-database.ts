import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
  createSqliteCatalogStore,
  createSqliteDispatchStore,
  createSqliteLeaseStore,
  createSqliteResendStore,
  openDatabase,
} from '@webhooks/store-sqlite';

/** In memory where the machine has such a place: what survives a power cut is proven elsewhere. */
const MEMORY = '/dev/shm';

/** What stays from one world to the next: the schema, the key, and what nobody may remove. */
const KEPT = ['secrets_key', 'audit_records', 'audit_retention'];

export type SimulatedDatabase = ReturnType<typeof openSimulatedDatabase>;

/** The real store; one world after the other lives in it. */
export function openSimulatedDatabase() {
  const parent = existsSync(MEMORY) ? MEMORY : tmpdir();
  const directory = mkdtempSync(path.join(parent, 'simulation-'));
  const database = openDatabase({
    path: path.join(directory, 'webhooks.db'),
    secretsKey: new Uint8Array(32),
  });
  const { connection } = database;
  const tables = connection
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .pluck()
    .all()
    .filter((name) => !name.startsWith('sqlite_') && !KEPT.includes(name));
  connection.pragma('foreign_keys = OFF');
  const reset = connection.transaction(() => {
    for (const table of tables) connection.exec(`DELETE FROM ${table}`);
    connection.exec(`DELETE FROM sqlite_sequence WHERE name <> 'audit_records'`);
  });
  const statements = new Map<string, ReturnType<typeof prepare>>();
  const prepare = (sql: string) => connection.prepare<unknown[]>(sql);
  const statement = (sql: string) => {
    const known = statements.get(sql) ?? prepare(sql);
    statements.set(sql, known);
    return known;
  };
  const rows = <R>(sql: string, ...parameters: unknown[]): R[] =>
    statement(sql).all(...parameters) as R[];
  const row = <R>(sql: string, ...parameters: unknown[]): R | undefined =>
    statement(sql).get(...parameters) as R | undefined;
  return {
    rows,
    row,
    /** The only column of the first row. */
    value: <V>(sql: string, ...parameters: unknown[]): V | undefined =>
      Object.values(row<Record<string, V>>(sql, ...parameters) ?? {})[0],
    catalog: createSqliteCatalogStore(database),
    resends: createSqliteResendStore(database),
    /** Removes what the world before left. */
    clear: (): void => {
      connection.pragma('foreign_keys = OFF');
      reset();
      connection.pragma('foreign_keys = ON');
    },
    dispatch: createSqliteDispatchStore(database),
    lease: createSqliteLeaseStore(database),
    [Symbol.dispose]: () => {
      database[Symbol.dispose]();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
