import type { AttemptRecord } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/**
 * Adds the delivered ones of a group to what their receivers said, by endpoint and event type: one
 * statement, behind those that recorded the group. Runs inside the transaction that records it.
 */
export function createReceiptCounter({
  connection,
}: Database): (recorded: readonly AttemptRecord[]) => void {
  const add = connection.prepare<[string]>(
    `INSERT INTO resend_receipts (resend_id, endpoint_id, event_type, new, known_before, not_said)
     SELECT d.resend_id, d.endpoint_id, e.type,
       count(*) FILTER (WHERE d.duplicate = 0), count(*) FILTER (WHERE d.duplicate = 1),
       count(*) FILTER (WHERE d.duplicate IS NULL)
     FROM json_each(?)
     CROSS JOIN deliveries AS d ON d.resend_id = value ->> 0 AND d.position = value ->> 1
     CROSS JOIN events AS e ON e.seq = d.event_seq
     WHERE true GROUP BY d.resend_id, d.endpoint_id, e.type
     ON CONFLICT (resend_id, endpoint_id, event_type) DO UPDATE
     SET new = new + excluded.new, known_before = known_before + excluded.known_before,
       not_said = not_said + excluded.not_said`,
  );

  return (recorded) => {
    const delivered = recorded.filter(({ disposition }) => disposition.state === 'DELIVERED');
    if (delivered.length === 0) return;
    add.run(JSON.stringify(delivered.map(({ resendId, position }) => [resendId, position])));
  };
}
