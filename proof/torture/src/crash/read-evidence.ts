import BetterSqlite3 from 'better-sqlite3';

import type { AttemptState, DeliveryState, Evidence, ResendState } from './evidence.ts';

type Rows = Pick<Evidence, 'resends' | 'deliveries' | 'attempts' | 'integrity'>;

/** Reads all resends from an id on from the database, beside the apps. */
export function readRows(file: string, firstId: number): Rows {
  const connection = new BetterSqlite3(file, { readonly: true });
  try {
    return {
      resends: connection.prepare<[number], ResendState>(RESENDS).all(firstId),
      deliveries: connection.prepare<[number], DeliveryState>(DELIVERIES).all(firstId),
      attempts: connection.prepare<[number], AttemptState>(ATTEMPTS).all(firstId),
      integrity: integrityOf(connection),
    };
  } finally {
    connection.close();
  }
}

const RESENDS = `
  SELECT id, status, total, delivered, failed,
    (SELECT count(*) FROM resend_endpoints WHERE resend_id = r.id) AS endpoints,
    (SELECT count(*) FROM audit_records
     WHERE resend_id = r.id AND action = 'RESEND_CREATED') AS acts,
    (SELECT count(*) FROM idempotency_keys WHERE resend_id = r.id) AS keys,
    (SELECT count(*) FROM outbox WHERE resend_id = r.id) AS jobs
  FROM resends AS r WHERE id >= ?`;

const DELIVERIES = `
  SELECT d.resend_id AS resendId, d.position, d.endpoint_id AS endpoint, e.id AS event, d.state,
    d.attempts
  FROM deliveries AS d JOIN events AS e ON e.seq = d.event_seq WHERE d.resend_id >= ?`;

const ATTEMPTS = `
  SELECT resend_id AS resendId, position, number, http_status AS status
  FROM attempts WHERE resend_id >= ?`;

/** "ok", or what is wrong. */
function integrityOf(connection: BetterSqlite3.Database): string {
  const broken = connection.pragma('foreign_key_check') as unknown[];
  if (broken.length > 0) return `${broken.length} references lead nowhere`;
  return String(connection.pragma('integrity_check', { simple: true }));
}
