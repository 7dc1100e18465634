import type { IncomingMessage } from 'node:http';

import { DomainError } from '@webhooks/domain';
import { ShareLedger } from '@webhooks/runtime';

import { MAX_BODY_BYTES } from './http-problem.ts';
import type { RestContext, RestMiddleware } from './request-state.ts';

/** Shares out the requests that are being answered between users; each has arrived in full. */
export function requestSlots(maxInFlight: number): RestMiddleware {
  const slots = new ShareLedger<number>({ capacity: maxInFlight });
  return async (ctx, next) => {
    const release = take(ctx, slots, 'Too many requests at once');
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
      ctx.res.once('close', take(ctx, memory, 'Too many request bodies at once', amount));
    }
    return next();
  };
}

/**
 * Takes of a ledger for the user of a request; what it returns gives it back. Throws
 * too_many_requests to a user who has some already, else service_unavailable.
 */
export function take(
  ctx: RestContext,
  ledger: ShareLedger<number>,
  refusal: string,
  amount = 1,
): () => void {
  const { userId } = ctx.state.principal;
  if (!ledger.take(userId, { amount })) {
    const code = ledger.held(userId) > 0 ? 'too_many_requests' : 'service_unavailable';
    throw new DomainError(code, refusal);
  }
  return () => ledger.give(userId, { amount });
}

/** A body in chunks does not say how long it is. Longer ones are refused before they are read. */
function announcedBytes({ headers }: IncomingMessage): number {
  if (headers['transfer-encoding'] !== undefined) return MAX_BODY_BYTES;
  return Math.min(Number(headers['content-length'] ?? 0), MAX_BODY_BYTES);
}
