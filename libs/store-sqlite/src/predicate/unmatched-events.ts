import type { CountCursor, FrozenSet } from '@webhooks/store-kit';

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
  const { predicate } = set;
  if (predicate.retryOfId !== null) return 0;
  const anyState = { ...set, predicate: { ...predicate, deliveryState: 'ALL' } } as const;
  const wanted =
    predicate.deliveryState === 'ALL'
      ? 0
      : await total((from) => counter.deliveries(anyState, from), turn, 1);
  return wanted > 0 ? 0 : await total((from) => counter.events(predicate, from), turn);
}

/** Adds up the parts until the sum is enough. */
async function total(
  count: (from: CountCursor | null) => CountedChunk,
  turn: () => Promise<void>,
  enough = Infinity,
): Promise<number> {
  let sum = 0;
  let from: CountCursor | null = null;
  do {
    await turn();
    const chunk: CountedChunk = count(from);
    sum += chunk.count;
    from = chunk.next;
  } while (from !== null && sum < enough);
  return sum;
}
