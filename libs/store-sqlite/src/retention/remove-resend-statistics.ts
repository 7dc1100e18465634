import type { Database } from '../sql/database.ts';

/** Removes the outcomes of a resend over time and its notifications, at most limit rows; says how many. */
export function createResendStatisticsRemover({
  connection,
}: Database): (resendId: number, limit: number) => number {
  const removals = [
    'resend_outcomes',
    'resend_failures',
    'resend_receipts',
    'resend_samples',
    'notices',
  ].map((table) =>
    connection.prepare<[number, number]>(`DELETE FROM ${table} WHERE resend_id = ? LIMIT ?`),
  );

  return (resendId, limit) => {
    let removed = 0;
    for (const removal of removals) removed += removal.run(resendId, limit - removed).changes;
    return removed;
  };
}
