import { parseStrictJson, RESEND_BODY_RULES, validateResendBody } from '@webhooks/validation';

import type { ServiceClient } from '../service/service-client.ts';
import { idempotencyKeyOf } from '../http/idempotency-key.ts';
import { bodyBytes } from '../http/json-body.ts';
import type { RestMiddleware } from '../http/request-state.ts';
import { callerOf } from './caller.ts';

/** POST /v3/webhooks/resend: accepts a resend and answers once it is durable. */
export function createResend(service: ServiceClient): RestMiddleware {
  return async (ctx) => {
    const request = validateResendBody(parseStrictJson(bodyBytes(ctx), RESEND_BODY_RULES));
    const id = await service.createResend(request, idempotencyKeyOf(ctx), callerOf(ctx));
    ctx.set('Location', `/v3/webhooks/resend/${id}`);
    ctx.body = { worked: true, detail: `Webhook resend request created. ID: ${id}` };
  };
}
