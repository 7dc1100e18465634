import type { MethodImpl } from '@connectrpc/connect';

import type { ResendService } from '@webhooks/contracts';

import { resendToProto } from '../mapping/resend.ts';
import { controlResend, type ControlParts } from './control-resend.ts';

/** Stops a resend that the caller has access to until it is resumed. */
export function pauseResend(
  parts: ControlParts,
): MethodImpl<typeof ResendService.method.pauseResend> {
  return async ({ id }, context) => {
    const { resend } = await controlResend(parts, 'PAUSE', id, context);
    return { resend: resendToProto(resend) };
  };
}
