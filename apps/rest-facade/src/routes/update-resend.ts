import type { RouterMiddleware } from '@koa/router';
import { resendNotFound } from '@webhooks/domain';
import {
  parseId,
  parseStrictJson,
  RESEND_BODY_RULES,
  validateResendChange,
} from '@webhooks/validation';

import { bodyBytes } from '../http/json-body.ts';
import type { RequestState } from '../http/request-state.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { toResendDetail } from '../v3/resend-detail.ts';
import { callerOf } from './caller.ts';

/** PATCH /v3/webhooks/resend/{id}: changes how fast it goes. */
export function updateResend(
  service: Pick<ServiceClient, 'updateResend'>,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const change = validateResendChange(parseStrictJson(bodyBytes(ctx), RESEND_BODY_RULES));
    const id = parseId(ctx.params['id'] ?? '');
    if (id === null) throw resendNotFound();
    const resend = await service.updateResend(id, change, callerOf(ctx));
    const detail = `Webhook resend changed. ID: ${id}`;
    ctx.body = { worked: true, detail, resend: toResendDetail(resend) };
  };
}
