import type { ResendPredicate } from '@webhooks/domain';
import type { EventKey, Span } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import { endOfChunk, wholeSpan } from './compile.ts';

/** Part of a walk that a step can look at, and where the next one begins; null at the end. */
export interface WalkChunk {
  readonly span: Span;
  readonly next: EventKey | null;
}

/** Finds the part of a walk that begins behind an event (null: at the start) and passes so many. */
export type ChunkFinder = (
  predicate: ResendPredicate,
  from: EventKey | null,
  events: number,
) => WalkChunk;

/** Finds parts on the index of the walk alone. */
export function createChunkFinder({ connection }: Database): ChunkFinder {
  const statements = createStatementCache(connection);

  return (predicate, from, events) => {
    const whole = wholeSpan(predicate);
    const rest = { ...whole, after: from ?? whole.after };
    const { text, parameters } = endOfChunk(predicate, rest, events);
    const next = statements<EventKey>(text).get(...parameters) ?? null;
    return { span: { after: rest.after, through: next ?? rest.through }, next };
  };
}
