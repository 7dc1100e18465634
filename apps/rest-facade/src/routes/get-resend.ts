import type { RouterMiddleware } from '@koa/router';
import { resendNotFound } from '@webhooks/domain';
import { parseId } from '@webhooks/validation';

import type { ServiceClient } from '../service/service-client.ts';
import type { RequestState } from '../http/request-state.ts';
import { toFollowedResend } from '../v3/resend-progress.ts';
import { callerOf } from './caller.ts';

/** GET /v3/webhooks/resend/{id}: one resend of the caller. */
export function getResend(service: ServiceClient): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const id = parseId(ctx.params['id'] ?? '');
    if (id === null) throw resendNotFound();
    ctx.body = toFollowedResend(await service.getResend(id, callerOf(ctx)));
  };
}
