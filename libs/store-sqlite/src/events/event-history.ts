import type { EventHistory } from '@webhooks/domain';
import { toDelivery } from '@webhooks/store-kit';
import type { DeliveryRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createAttemptList } from '../resends/list-attempts.ts';
import { deliveryColumns } from '../resends/delivery-filter.ts';

/** Keys that are looked at, oldest endpoint and resend first; nobody resends one event so often. */
const MAX_KEYS = 10_000;

interface Key {
  readonly resend_id: number;
  readonly position: number;
}

/** Reads what became of an event in resends. */
export function createEventHistory(
  database: Database,
): (sequence: number, beforeResendId: number | null, limit: number) => EventHistory {
  const attemptsOf = createAttemptList(database);
  const keysOf = database.connection.prepare<[number, number, number], Key>(
    `SELECT d.resend_id, d.position FROM deliveries AS d INDEXED BY deliveries_by_event
     WHERE d.event_seq = ? AND d.resend_id < ? LIMIT ?`,
  );
  const byKey = database.connection.prepare<[number, number], DeliveryRow>(
    `SELECT ${deliveryColumns.text} FROM deliveries AS d
     CROSS JOIN events AS e ON e.seq = d.event_seq WHERE d.resend_id = ? AND d.position = ?`,
  );

  return (sequence, beforeResendId, limit) => {
    const before = beforeResendId ?? Number.MAX_SAFE_INTEGER;
    const keys = keysOf.all(sequence, before, MAX_KEYS).sort(newestFirst);
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
