import { setImmediate } from 'node:timers/promises';

import type { DispatchStore } from '@webhooks/domain';

import type { Database } from '../database.ts';
import { frozenSetOf } from '../predicate/frozen-set-of.ts';
import type { EventKey, FrozenSet } from '../predicate/frozen-set.ts';
import type { ResendRow } from '../resends/resend-row.ts';
import type { FenceGuard } from './fence-guard.ts';
import { createSetCounter } from './set-counter.ts';
import type { CountedPart } from './set-counter.ts';
import type { Settlement } from './settlement.ts';

/** Counts the set of a resend and keeps the total. */
export function createSetCounting(
  database: Database,
  fences: FenceGuard,
  settlement: Settlement,
): Pick<DispatchStore, 'countStep' | 'setTotal'> {
  const counter = createSetCounter(database);
  const find = database.connection.prepare<[number], ResendRow>(
    `SELECT * FROM resends WHERE id = ?`,
  );
  const keepTotal = database.connection.prepare<[number, number, number]>(
    `UPDATE resends SET total = ?, updated_at_ms = ? WHERE id = ? AND total IS NULL`,
  );

  /** Events that no endpoint wanted; zero when one was wanted or there are none. */
  async function unwantedEvents(set: FrozenSet): Promise<number> {
    const anyState = { ...set, predicate: { ...set.predicate, deliveryState: 'ALL' } } as const;
    const wanted =
      set.predicate.deliveryState === 'ALL'
        ? 0
        : await total((from) => counter.deliveries(anyState, from));
    return wanted > 0 ? 0 : await total((from) => counter.events(set.predicate, from));
  }

  return {
    async countStep(id, cursor) {
      const row = find.get(id);
      if (row === undefined) return { count: 0, cursor: null };
      const from = cursor === null ? null : (JSON.parse(cursor) as EventKey);
      const { count, next } = counter.deliveries(frozenSetOf(row), from);
      return { count, cursor: next === null ? null : JSON.stringify(next) };
    },
    async setTotal(fence, id, counted, nowMs) {
      const row = find.get(id);
      const unwanted =
        row === undefined || counted > 0 ? 0 : await unwantedEvents(frozenSetOf(row));
      database.write(() => {
        fences.assert(fence);
        keepTotal.run(counted, nowMs, id);
        if (counted === 0) settlement.settleEmpty(id, unwanted, nowMs);
        else settlement.settleIfComplete(id, nowMs);
      });
    },
  };
}

/** Adds up all parts; other work of the event loop goes between them. */
async function total(count: (from: EventKey | null) => CountedPart): Promise<number> {
  let sum = 0;
  let from: EventKey | null = null;
  do {
    const part: CountedPart = count(from);
    sum += part.count;
    from = part.next;
    await setImmediate();
  } while (from !== null);
  return sum;
}
