import type { MethodImpl } from '@connectrpc/connect';

import type { ResendService } from '@webhooks/contracts';
import type { ControlledResend } from '@webhooks/domain';

import { resendToProto } from '../mapping/resend.ts';
import { controlResend, type ControlParts } from './control-resend.ts';

/** Stops a resend that the caller has access to for good, and says how much was on the wire. */
export function cancelResend(
  parts: ControlParts,
): MethodImpl<typeof ResendService.method.cancelResend> {
  return async ({ id }, context) => {
    const cancelled = await controlResend(parts, 'CANCEL', id, context);
    const inFlight = inFlightAt(cancelled);
    return {
      resend: resendToProto(cancelled.resend),
      ...(inFlight === null ? {} : { inFlight }),
    };
  };
}

/** Null while the dispatcher has not said. */
function inFlightAt({ resend, revision, acknowledgement }: ControlledResend): number | null {
  if (acknowledgement?.revision === revision) return acknowledgement.inFlight;
  // It was settled before the dispatcher knew: nothing was in flight any more.
  return resend.finishedAtMs === null ? null : 0;
}
