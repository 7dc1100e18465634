import type { DeliveryReason, NotificationDisposition, NotificationRecord } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** Earliest next attempt of an endpoint that something waits for. */
export interface WaitingRow {
  readonly endpointId: string;
  readonly atMs: number;
}

/** Notifications of one kind that wait, and what came of them. */
export interface NotificationQueue {
  /** One seek per endpoint, however many notifications wait for it. */
  waiting(): WaitingRow[];
  /** Records what came of one; false where it is settled, or recorded already. */
  record(key: number, record: NotificationRecord, nowMs: number): boolean;
}

/** The queue of a table; `key` is the column that names a notification beside its endpoint. */
export function createNotificationQueue(
  { connection }: Database,
  { table, key }: { readonly table: string; readonly key: string },
): NotificationQueue {
  const nextEndpoint = connection.prepare<[string], WaitingRow>(
    `SELECT endpoint_id AS endpointId, next_attempt_at_ms AS atMs
     FROM ${table} INDEXED BY ${table}_waiting
     WHERE settled_at_ms IS NULL AND endpoint_id > ?
     ORDER BY endpoint_id, next_attempt_at_ms LIMIT 1`,
  );
  const attempted = connection.prepare<unknown[]>(
    `UPDATE ${table} SET state = ?, reason = ?, next_attempt_at_ms = ?, settled_at_ms = ?,
       attempts = attempts + ?, last_http_status = ?, last_error_class = ?
     WHERE ${key} = ? AND endpoint_id = ? AND attempts = ? AND settled_at_ms IS NULL`,
  );
  const unattempted = connection.prepare<unknown[]>(
    `UPDATE ${table} SET state = ?, reason = ?, next_attempt_at_ms = ?, settled_at_ms = ?
     WHERE ${key} = ? AND endpoint_id = ? AND settled_at_ms IS NULL`,
  );

  return {
    waiting() {
      const found: WaitingRow[] = [];
      for (let row = nextEndpoint.get(''); row; row = nextEndpoint.get(row.endpointId)) {
        found.push(row);
      }
      return found;
    },
    record(id, { endpointId, attemptsBefore, attempts, disposition }, nowMs) {
      const change = changeOf(disposition, nowMs);
      const last = attempts.at(-1);
      if (last === undefined) return unattempted.run(...change, id, endpointId).changes === 1;
      const made = [attempts.length, last.httpStatus, last.errorClass];
      return attempted.run(...change, ...made, id, endpointId, attemptsBefore).changes === 1;
    },
  };
}

type Change = readonly [
  state: string,
  reason: DeliveryReason | null,
  nextAttemptAtMs: number | null,
  settledAtMs: number | null,
];

function changeOf(disposition: NotificationDisposition, nowMs: number): Change {
  switch (disposition.state) {
    case 'DELIVERED':
      return ['DELIVERED', null, null, nowMs];
    case 'RETRYING':
      return ['RETRYING', null, disposition.nextAttemptAtMs, null];
    case 'FAILED':
    case 'SKIPPED':
      return [disposition.state, disposition.reason, null, nowMs];
  }
}
