import type { EventHistory } from '@webhooks/domain';
import { toDelivery } from '@webhooks/store-kit';
import type { DeliveryRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createAttemptList } from '../resends/list-attempts.ts';
import { deliveryColumns } from '../resends/delivery-filter.ts';

/** Endpoints that are looked at, by id. */
const MAX_ENDPOINTS = 1_000;

interface Key {
  readonly resend_id: number;
  readonly position: number;
}

/** Reads what became of an event in resends. */
export function createEventHistory(
  database: Database,
): (sequence: number, beforeResendId: number | null, limit: number) => EventHistory {
  const attemptsOf = createAttemptList(database);
  const nextEndpoint = database.connection
    .prepare<[number, string], string>(
      `SELECT d.endpoint_id FROM deliveries AS d INDEXED BY deliveries_by_event
       WHERE d.event_seq = ? AND d.endpoint_id > ? ORDER BY d.endpoint_id LIMIT 1`,
    )
    .pluck();
  const keysAt = database.connection.prepare<[number, string, number, number], Key>(
    `SELECT d.resend_id, d.position FROM deliveries AS d INDEXED BY deliveries_by_event
     WHERE d.event_seq = ? AND d.endpoint_id = ? AND d.resend_id < ?
     ORDER BY d.resend_id DESC LIMIT ?`,
  );
  const byKey = database.connection.prepare<[number, number], DeliveryRow>(
    `SELECT ${deliveryColumns.text} FROM deliveries AS d
     CROSS JOIN events AS e ON e.seq = d.event_seq WHERE d.resend_id = ? AND d.position = ?`,
  );

  /** The newest of each endpoint, which has one in a resend at most: among them are the newest of all. */
  function newestKeys(sequence: number, before: number, limit: number): Key[] {
    const keys: Key[] = [];
    let endpointId = nextEndpoint.get(sequence, '');
    for (let count = 0; endpointId !== undefined && count < MAX_ENDPOINTS; count += 1) {
      keys.push(...keysAt.all(sequence, endpointId, before, limit));
      endpointId = nextEndpoint.get(sequence, endpointId);
    }
    return keys.sort(newestFirst);
  }

  return (sequence, beforeResendId, limit) => {
    const before = beforeResendId ?? Number.MAX_SAFE_INTEGER;
    const keys = newestKeys(sequence, before, limit + 1);
    const last = keys[limit - 1];
    // The deliveries of one resend stay together.
    const shown = last === undefined ? keys : keys.filter((key) => key.resend_id >= last.resend_id);
    return {
      deliveries: shown.flatMap(({ resend_id, position }) => {
        const row = byKey.get(resend_id, position);
        const attempts = attemptsOf(resend_id, position) ?? [];
        return row === undefined ? [] : [{ delivery: toDelivery(row), attempts }];
      }),
      olderThanResendId: shown.length < keys.length ? (last?.resend_id ?? null) : null,
    };
  };
}

function newestFirst(one: Key, other: Key): number {
  return other.resend_id - one.resend_id || one.position - other.position;
}
