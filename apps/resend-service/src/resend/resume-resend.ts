import type { MethodImpl } from '@connectrpc/connect';

import type { ResendService } from '@webhooks/contracts';

import { resendToProto } from '../mapping/resend.ts';
import { controlResend, type ControlParts } from './control-resend.ts';

/** Lets a paused resend that the caller has access to continue. The dispatcher sees it for itself. */
export function resumeResend(
  parts: ControlParts,
): MethodImpl<typeof ResendService.method.resumeResend> {
  return async ({ id }, context) => {
    const { resend } = await controlResend(parts, 'RESUME', id, context);
    return { resend: resendToProto(resend) };
  };
}
