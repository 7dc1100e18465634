import { parseStrictJson, validateResendBody } from '@webhooks/validation';

import type { ResendCore } from '../core/resend-core.ts';
import { bodyBytes } from '../http/json-body.ts';
import type { RestMiddleware } from '../http/request-state.ts';
import { toPreviewBody } from '../v3/preview-body.ts';
import { callerOf } from './caller.ts';

/** POST /v3/webhooks/resend/preview: what the same body would resend; writes nothing. */
export function previewResend(core: Pick<ResendCore, 'previewResend'>): RestMiddleware {
  return async (ctx) => {
    const selection = validateResendBody(parseStrictJson(bodyBytes(ctx)));
    ctx.body = toPreviewBody(await core.previewResend(selection, callerOf(ctx)));
  };
}
