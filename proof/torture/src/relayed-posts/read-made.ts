import BetterSqlite3 from 'better-sqlite3';

import type { Made, PostEvidence } from './ledger.ts';

/** Reads every resend from the database, beside the apps. */
export function readMade(file: string): Pick<PostEvidence, 'made' | 'integrity'> {
  const connection = new BetterSqlite3(file, { readonly: true });
  try {
    const rows = connection.prepare<[], Omit<Made, 'isSettled'> & { status: string }>(MADE).all();
    const made = rows.map(({ status, ...row }) => ({ ...row, isSettled: status === 'COMPLETED' }));
    return { made, integrity: String(connection.pragma('integrity_check', { simple: true })) };
  } finally {
    connection.close();
  }
}

/** Resends that are not done yet. */
export function countUnsettled(file: string): number {
  const connection = new BetterSqlite3(file, { readonly: true });
  try {
    return connection.prepare<[], number>(UNSETTLED).pluck().get() ?? 0;
  } finally {
    connection.close();
  }
}

const MADE = `
  WITH keys AS MATERIALIZED (SELECT resend_id, key FROM idempotency_keys)
  SELECT r.id, r.status, a.request_id AS requestId, k.key
  FROM resends AS r
  LEFT JOIN audit_records AS a ON a.resend_id = r.id AND a.action = 'RESEND_CREATED'
  LEFT JOIN keys AS k ON k.resend_id = r.id`;

const UNSETTLED = `
  SELECT count(*) FROM resends WHERE status NOT IN ('COMPLETED', 'FAILED')`;
