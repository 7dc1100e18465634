import type { IncomingMessage } from 'node:http';

import { DomainError } from '@webhooks/domain';
import { ShareLedger } from '@webhooks/runtime';

import { MAX_BODY_BYTES } from './http-problem.ts';
import type { RestContext, RestMiddleware } from './request-state.ts';

/** Shares out the requests that are being answered between users; each has arrived in full. */
export function requestSlots(maxInFlight: number): RestMiddleware {
  const slots = new ShareLedger<number>({ capacity: maxInFlight });
  return async (ctx, next) => {
    const release = take(ctx, slots, 'requests');
    try {
      await next();
    } finally {
      release();
    }
  };
}

/** Shares out the memory for bodies between users: what a body says that it has, until the answer. */
export function bodyMemory(maxBytes: number): RestMiddleware {
  const memory = new ShareLedger<number>({ capacity: maxBytes });
  return (ctx, next) => {
    const amount = announcedBytes(ctx.req);
    if (amount > 0) {
      ctx.res.once('close', take(ctx, memory, 'request_bodies', amount));
    }
    return next();
  };
}

const refusals = {
  requests: 'Too many requests at once',
  request_bodies: 'Too many request bodies at once',
  exports: 'Too many exports at once',
  event_streams: 'Too many event streams',
} as const;

/** What users share. */
type Shared = keyof typeof refusals;

/**
 * Takes of a ledger for the user of a request; what it returns gives it back. Throws
 * too_many_requests to a user who has some already, else service_unavailable.
 */
export function take(
  ctx: RestContext,
  ledger: ShareLedger<number>,
  what: Shared,
  amount = 1,
): () => void {
  const { userId } = ctx.state.principal;
  if (!ledger.take(userId, { amount })) {
    if (ledger.held(userId) === 0) throw new DomainError('service_unavailable', refusals[what]);
    // What a user may have depends on what others have.
    const limit = { name: `${what}_at_once_of_user`, value: null } as const;
    throw new DomainError('too_many_requests', refusals[what], { limit });
  }
  return () => ledger.give(userId, { amount });
}

/** A body in chunks does not say how long it is. Longer ones are refused before they are read. */
function announcedBytes({ headers }: IncomingMessage): number {
  if (headers['transfer-encoding'] !== undefined) return MAX_BODY_BYTES;
  return Math.min(Number(headers['content-length'] ?? 0), MAX_BODY_BYTES);
}
