/** Columns and the values that they may have, where there are more than two. */
const conditions = [
  ['outcome', ['DELIVERED', 'FAILED', 'NEVER_ATTEMPTED']],
  ['previous', ['DELIVERED', 'FAILED', 'NEVER_ATTEMPTED', 'UNKNOWN']],
  ['delivery_state', ['ALL', 'FAILED', 'NEVER_ATTEMPTED']],
  ['control', ['RUNNING', 'PAUSED', 'CANCELLING']],
  ['status', ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED']],
  ['kept', ['ALL', 'DELIVERIES', 'PRUNING', 'COUNTS']],
  ['state', ['PENDING', 'DELIVERED', 'FAILED', 'RETRYING', 'CANCELLED', 'SKIPPED']],
  ['state', ['PENDING', 'RETRYING', 'DELIVERED', 'FAILED', 'SKIPPED']],
  // Of deliveries_unsuccessful.
  ['state', ['FAILED', 'CANCELLED', 'SKIPPED']],
] as const;

/**
 * Says the conditions of rows and of partial indexes with OR: for IN and more than two values SQLite
 * builds a table in memory, for each row that is written. The conditions mean the same, so what is
 * stored stays as it is, and the text of the schema is all that has to change
 * (https://sqlite.org/lang_altertable.html#otheralter).
 */
export const plainConditions = `
PRAGMA writable_schema = ON;
${conditions.map(([column, values]) => rewrite(column, values)).join('\n')}
PRAGMA writable_schema = RESET;
`;

function rewrite(column: string, values: readonly string[]): string {
  const literals = values.map((value) => `'${value}'`);
  const before = `${column} IN (${literals.join(', ')})`;
  const after = literals.map((literal) => `${column} = ${literal}`).join(' OR ');
  return `UPDATE sqlite_schema SET sql = replace(sql, ${quoted(before)}, ${quoted(after)});`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
