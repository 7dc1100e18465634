import BetterSqlite3 from 'better-sqlite3';

/** For people: where the hash chain of the audit trail ends in a copy. */
export function auditChainLine(file: string): string {
  const connection = new BetterSqlite3(file, { fileMustExist: true, readonly: true });
  try {
    const isOlder =
      connection.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'audit_chain'`).get() ===
      undefined;
    if (isOlder) return 'audit chain: none yet';
    const head = connection
      .prepare<[], { readonly record_id: number; readonly hash: string }>(
        `SELECT record_id, hash FROM audit_chain ORDER BY record_id DESC LIMIT 1`,
      )
      .get();
    if (head === undefined) return 'audit chain: empty';
    return `audit chain: ends with record ${head.record_id}, hash ${head.hash}`;
  } finally {
    connection.close();
  }
}
