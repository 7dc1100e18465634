import type { RouterMiddleware } from '@koa/router';
import { resendNotFound } from '@webhooks/domain';
import { parseId } from '@webhooks/validation';

import type { ServiceClient } from '../service/service-client.ts';
import { idempotencyKeyOf } from '../http/idempotency-key.ts';
import type { RequestState } from '../http/request-state.ts';
import { toResendDetail } from '../v3/resend-detail.ts';
import { callerOf } from './caller.ts';

/** POST /v3/webhooks/resend/{id}/retry-failed: a new resend of what did not succeed in this one. */
export function retryFailed(
  service: Pick<ServiceClient, 'retryFailedDeliveries'>,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const id = parseId(ctx.params['id'] ?? '');
    if (id === null) throw resendNotFound();
    const resend = await service.retryFailedDeliveries(id, idempotencyKeyOf(ctx), callerOf(ctx));
    ctx.set('Location', `/v3/webhooks/resend/${resend.id}`);
    ctx.body = {
      worked: true,
      detail: `Webhook resend request created. ID: ${resend.id}`,
      resend: toResendDetail(resend),
    };
  };
}
