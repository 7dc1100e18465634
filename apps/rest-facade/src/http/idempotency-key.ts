import { refusal, validateIdempotencyKey } from '@webhooks/validation';

import type { RestContext } from './request-state.ts';

/** The Idempotency-Key of a request; null when it has none. Throws a validation error. */
export function idempotencyKeyOf(ctx: Pick<RestContext, 'req'>): string | null {
  const keys = ctx.req.headersDistinct['idempotency-key'] ?? [];
  if (keys.length > 1) {
    throw refusal([{ field: 'Idempotency-Key', message: 'is given more than once' }]);
  }
  return keys[0] === undefined ? null : validateIdempotencyKey(keys[0]);
}
