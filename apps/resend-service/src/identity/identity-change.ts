import type { HandlerContext } from '@connectrpc/connect';

import type { Clock, IdentityChange } from '@webhooks/domain';

import { actorOf } from '../rpc/actor.ts';
import { isAwaitedKey } from '../rpc/is-awaited.ts';

/** When a call changes an identity, and for whom. */
export function identityChange(context: HandlerContext, clock: Pick<Clock, 'now'>): IdentityChange {
  return {
    nowMs: clock.now(),
    actor: actorOf(context),
    isAwaited: context.values.get(isAwaitedKey),
  };
}
