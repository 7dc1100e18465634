import type { DeliveryListQuery } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** Positions of the deliveries of one event in a resend: at most one for each of its endpoints. */
export function createEventPositions({
  connection,
}: Database): (query: Pick<DeliveryListQuery, 'resendId' | 'eventId'>) => number[] {
  const statement = connection
    .prepare<[string | null, number], number>(
      `SELECT d.position FROM events AS e
       CROSS JOIN resend_endpoints AS n
       CROSS JOIN deliveries AS d INDEXED BY deliveries_by_event
         ON d.event_seq = e.seq AND d.endpoint_id = n.endpoint_id AND d.resend_id = n.resend_id
       WHERE e.id = ? AND n.resend_id = ?`,
    )
    .pluck();
  return ({ resendId, eventId }) => statement.all(eventId, resendId);
}
