import { DomainError } from '@webhooks/domain';

import type { RestMiddleware } from './request-state.ts';

/** Bounds the requests that are being answered; those above are told to come back. */
export function loadLimit(maxInFlight: number): RestMiddleware {
  let inFlight = 0;
  return async (_ctx, next) => {
    if (inFlight >= maxInFlight) {
      throw new DomainError('service_unavailable', 'too many requests in flight');
    }
    inFlight += 1;
    try {
      await next();
    } finally {
      inFlight -= 1;
    }
  };
}
