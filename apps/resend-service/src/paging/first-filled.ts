import { setImmediate as yieldToLoop } from 'node:timers/promises';

import type { CursorDirection } from '@webhooks/domain';

/** Where a page begins; null: at the newest. */
export interface PagePlace {
  readonly cursor: number | null;
  readonly direction: CursorDirection;
}

/** A page, and where its neighbours begin. It may be empty and yet have a next one. */
interface Page {
  readonly next: number | null;
  readonly previous: number | null;
}

/** Reads of one call: some 100,000 rows, 50 ms in parts of a millisecond between which others go on. */
const MAX_READS = 50;

/**
 * Reads on from one empty page to the next, until one has rows or nothing lies beyond. An empty page with
 * a next one is the answer only when rows that match are further away than one call looks.
 */
export async function firstFilled<Found extends Page>(
  read: (place: PagePlace) => Promise<Found>,
  isEmpty: (page: Found) => boolean,
  place: PagePlace,
): Promise<Found> {
  const isForward = place.cursor === null || place.direction === 'NEXT';
  const beyond = ({ next, previous }: Page): number | null => (isForward ? next : previous);
  const first = await read(place);
  let page = first;
  for (let reads = 1; reads < MAX_READS && isEmpty(page); reads += 1) {
    const cursor = beyond(page);
    if (cursor === null) break;
    await yieldToLoop();
    page = await read({ cursor, direction: isForward ? 'NEXT' : 'PREVIOUS' });
  }
  // Nothing lies between the first page and this one, so that both go back to the same place.
  return isForward ? { ...page, previous: first.previous } : { ...page, next: first.next };
}
