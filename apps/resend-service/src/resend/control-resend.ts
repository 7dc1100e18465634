import type { HandlerContext } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { Clock, ControlAction, ControlledResend, ResendStore } from '@webhooks/domain';

import { RequestReader } from '../mapping/request-reader.ts';
import { isAwaitedKey } from '../rpc/is-awaited.ts';
import { actorOf } from '../rpc/actor.ts';
import type { Acknowledgements } from './acknowledgements.ts';

/** What following a user's request takes. */
export interface ControlParts {
  readonly resends: Pick<ResendStore, 'control'>;
  readonly acknowledgements: Acknowledgements;
  readonly clock: Pick<Clock, 'now'>;
}

/** Keeps what a user asks of a resend, and waits a moment for the dispatcher to follow. */
export async function controlResend(
  { resends, acknowledgements, clock }: ControlParts,
  action: ControlAction,
  requestedId: bigint,
  context: Pick<HandlerContext, 'values' | 'signal'>,
): Promise<ControlledResend> {
  const read = new RequestReader();
  const id = read.id('id', requestedId);
  read.finish();
  const stored = await resends.control({
    id,
    userId: actingUser(context),
    action,
    actor: actorOf(context),
    nowMs: clock.now(),
    isAwaited: context.values.get(isAwaitedKey),
  });
  // Going on is nothing that anybody has to wait for.
  return action === 'RESUME' ? stored : acknowledgements.follow(stored, context.signal);
}
