import type BetterSqlite3 from 'better-sqlite3';

/** How many rows each table has. */
export function countRows(connection: BetterSqlite3.Database): Record<string, number> {
  const tables = connection
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .pluck()
    .all();
  const counts = tables.map((table) => [table, countOf(connection, table)] as const);
  return Object.fromEntries(counts);
}

function countOf(connection: BetterSqlite3.Database, table: string): number {
  return connection.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get() ?? 0;
}
