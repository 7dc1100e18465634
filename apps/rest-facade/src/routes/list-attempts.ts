import type { RouterMiddleware } from '@koa/router';
import { DomainError, resendNotFound } from '@webhooks/domain';
import { parseId } from '@webhooks/validation';

import type { ServiceClient } from '../service/service-client.ts';
import type { RequestState } from '../http/request-state.ts';
import { toAttemptItem } from '../v3/attempt-item.ts';
import { callerOf } from './caller.ts';

/** GET /v3/webhooks/resend/{id}/deliveries/{delivery_id}/attempts: every attempt, first to last. */
export function listAttempts(
  service: Pick<ServiceClient, 'listAttempts'>,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const id = parseId(ctx.params['id'] ?? '');
    if (id === null) throw resendNotFound();
    const position = parseId(ctx.params['deliveryId'] ?? '');
    if (position === null) throw new DomainError('delivery_not_found', 'Delivery not found');
    const attempts = await service.listAttempts(id, position, callerOf(ctx));
    ctx.body = { results: attempts.map(toAttemptItem) };
  };
}
