import { LIST_FIELDS, parseStrictJson, validateResendBody } from '@webhooks/validation';

import type { ServiceClient } from '../service/service-client.ts';
import { bodyBytes } from '../http/json-body.ts';
import type { RestMiddleware } from '../http/request-state.ts';
import { toPreviewBody, toUnfinishedPreviewBody } from '../v3/preview-body.ts';
import { callerOf } from './caller.ts';

const RETRY_AFTER_S = '1';

/** POST /v3/webhooks/resend/preview: what the same body would resend; writes nothing. */
export function previewResend(service: Pick<ServiceClient, 'previewResend'>): RestMiddleware {
  return async (ctx) => {
    const request = validateResendBody(parseStrictJson(bodyBytes(ctx), LIST_FIELDS));
    const counted = await service.previewResend(request, callerOf(ctx));
    if (counted.kind === 'previewed') {
      ctx.body = toPreviewBody(counted.preview);
      return;
    }
    ctx.status = 202;
    ctx.set('Retry-After', RETRY_AFTER_S);
    ctx.body = toUnfinishedPreviewBody(counted.countedSoFar);
  };
}
