import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { ResendService } from '@webhooks/contracts';
import type { Clock, ResendStore } from '@webhooks/domain';
import { FIELD_MESSAGES, isResendRate } from '@webhooks/validation';

import { RequestReader } from '../mapping/request-reader.ts';
import { resendToProto } from '../mapping/resend.ts';
import { actorOf } from '../rpc/actor.ts';
import { isAwaitedKey } from '../rpc/is-awaited.ts';

/** What changing a resend takes. */
export interface UpdateResendParts {
  readonly resends: Pick<ResendStore, 'changeRate'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Changes how fast a resend may go that the caller has access to. The dispatcher sees it for itself. */
export function updateResend({
  resends,
  clock,
}: UpdateResendParts): MethodImpl<typeof ResendService.method.updateResend> {
  return async (request, context) => {
    const read = new RequestReader();
    const id = read.id('id', request.id);
    const { maxRatePerSecond = null } = request;
    if (maxRatePerSecond !== null && !isResendRate(maxRatePerSecond)) {
      read.violation('max_rate_per_second', FIELD_MESSAGES.max_rate_per_second);
    }
    read.finish();
    const resend = await resends.changeRate({
      id,
      userId: actingUser(context),
      maxRatePerSecond,
      actor: actorOf(context),
      nowMs: clock.now(),
      isAwaited: context.values.get(isAwaitedKey),
    });
    return { resend: resendToProto(resend) };
  };
}
