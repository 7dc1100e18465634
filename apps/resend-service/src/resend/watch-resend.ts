import { ConnectError, type HandlerContext, type MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { ResendService } from '@webhooks/contracts';
import { DomainError, type ResendStore } from '@webhooks/domain';

import { RequestReader } from '../mapping/request-reader.ts';
import { followedToProto } from '../mapping/resend-progress.ts';
import type { ProgressFeed } from '../progress/progress-feed.ts';
import type { ReadProgressParts } from '../progress/read-progress.ts';
import { followedResend } from './accessible-resend.ts';
import { PerUserLimit, type PerUserLimits } from './per-user-limit.ts';
import type { WatchRights } from './watch-rights.ts';

/** What watching takes. */
export interface WatchResendParts extends ReadProgressParts {
  readonly resends: Pick<ResendStore, 'get' | 'progress'>;
  readonly progress: ProgressFeed;
  readonly rights: WatchRights;
  readonly watchers: PerUserLimits;
  /** Aborts when calls are not wanted any more. */
  readonly stopping: AbortSignal;
}

const RETRY_AFTER_MS = 1_000;

/**
 * A resend that the caller has access to as it is, and as it changes, until it is settled or the right
 * to watch it ends.
 */
export function watchResend(
  parts: WatchResendParts,
): MethodImpl<typeof ResendService.method.watchResend> {
  const slots = new PerUserLimit('watchers', parts.watchers);
  return async function* (request, context) {
    const read = new RequestReader();
    const id = read.id('id', request.id);
    read.finish();
    const userId = actingUser(context);
    using slot = slots.take(userId);
    const resend = await followedResend(parts, id, userId);
    using right = parts.rights.hold({ accountId: resend.accountId, userId, ...tokenOf(context) });
    const over = AbortSignal.any([context.signal, parts.stopping, right.ended]);
    for await (const state of parts.progress.follow(resend, over)) {
      yield followedToProto(state);
      if (state.finishedAtMs !== null) return;
    }
    right.ended.throwIfAborted();
    throwEnd(context.signal, parts.stopping);
  };
}

function tokenOf({ requestHeader }: Pick<HandlerContext, 'requestHeader'>) {
  return {
    authorization: requestHeader.get('authorization'),
    actingUserId: requestHeader.get('acting-user-id'),
  };
}

/** Says why a resend is no longer watched although it is not settled. */
function throwEnd(call: AbortSignal, stopping: AbortSignal): void {
  // The deadline that the caller brought; a caller that went away gets no answer.
  if (call.reason instanceof ConnectError) throw call.reason;
  if (!stopping.aborted) return;
  throw new DomainError('service_unavailable', 'the service stops', {
    retryAfterMs: RETRY_AFTER_MS,
  });
}
