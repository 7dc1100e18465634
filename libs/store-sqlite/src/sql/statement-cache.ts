import type BetterSqlite3 from 'better-sqlite3';

/** Gives the prepared statement of a text. */
export type StatementCache = <Row>(text: string) => BetterSqlite3.Statement<unknown[], Row>;

const maxStatements = 64;

/** Keeps the statements used last, for SQL whose text depends on the request. */
export function createStatementCache(connection: BetterSqlite3.Database): StatementCache {
  const statements = new Map<string, BetterSqlite3.Statement<unknown[], unknown>>();

  return <Row>(text: string) => {
    const statement = statements.get(text) ?? connection.prepare(text);
    statements.delete(text);
    statements.set(text, statement);
    const [oldest] = statements.keys();
    if (statements.size > maxStatements && oldest !== undefined) statements.delete(oldest);
    return statement as BetterSqlite3.Statement<unknown[], Row>;
  };
}
