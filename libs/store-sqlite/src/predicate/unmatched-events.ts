import type { FrozenSet } from '@webhooks/store-kit';

import type { CountedChunk, SetCounter } from './set-counter.ts';

/**
 * Counts the events of a set without deliveries that no endpoint wanted; zero when one was wanted
 * or there are none, and for a retry, whose deliveries were all wanted. Every step awaits its turn.
 */
export async function countUnmatchedEvents(
  counter: SetCounter,
  set: FrozenSet,
  turn: () => Promise<void>,
): Promise<number> {
  if (set.kind === 'retried') return 0;
  const { predicate } = set;
  const anyState = { ...set, predicate: { ...predicate, deliveryState: 'ALL' } } as const;
  const wanted =
    predicate.deliveryState === 'ALL'
      ? 0
      : await total((cursor) => counter.deliveries(anyState, cursor), turn, 1);
  return wanted > 0 ? 0 : await total((cursor) => counter.events(predicate, cursor), turn);
}

/** Adds up the parts until the sum is enough. */
async function total(
  count: (cursor: string | null) => CountedChunk,
  turn: () => Promise<void>,
  enough = Infinity,
): Promise<number> {
  let sum = 0;
  let cursor: string | null = null;
  do {
    await turn();
    const chunk: CountedChunk = count(cursor);
    sum += chunk.count;
    cursor = chunk.next;
  } while (cursor !== null && sum < enough);
  return sum;
}
