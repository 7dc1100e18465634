import { parseStrictJson, RESEND_BODY_RULES, validateResendBody } from '@webhooks/validation';

import type { ServiceClient } from '../service/service-client.ts';
import { bodyBytes } from '../http/json-body.ts';
import type { RestMiddleware } from '../http/request-state.ts';
import { toPreviewBody, toUnfinishedPreviewBody } from '../v3/preview-body.ts';
import { callerOf } from './caller.ts';

const RETRY_AFTER_S = '1';

/** POST /v3/webhooks/resend/preview: what the same body would resend; writes nothing. */
export function previewResend(service: Pick<ServiceClient, 'previewResend'>): RestMiddleware {
  return async (ctx) => {
    const request = validateResendBody(parseStrictJson(bodyBytes(ctx), RESEND_BODY_RULES));
    const counted = await service.previewResend(request, callerOf(ctx));
    if (counted.kind === 'previewed') {
      ctx.body = toPreviewBody(counted.preview, counted.durationS);
      return;
    }
    ctx.status = 202;
    ctx.set('Retry-After', RETRY_AFTER_S);
    ctx.body = toUnfinishedPreviewBody(counted.countedSoFar);
  };
}
