import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { EndpointService } from '@webhooks/contracts';
import {
  endpointNotFound,
  type Clock,
  type TestEvent,
  type TestEventStore,
  type Timers,
} from '@webhooks/domain';

import { testEventToProto } from '../mapping/test-event.ts';
import { actorOf } from '../rpc/actor.ts';
import { isAwaitedKey } from '../rpc/is-awaited.ts';

/** What sending a test event takes. */
export interface SendTestEventParts {
  readonly testEvents: TestEventStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly timers: Timers;
}

/** Most receivers have answered by then; whoever asked looks for the others. */
const LIMIT_MS = 5_000;
/** One look by its id. How many wait at once is bounded by how many are asked for in a minute. */
const POLL_MS = 50;

/** Asks for a test event, and waits a while for the dispatcher to send it. */
export function sendTestEvent({
  testEvents,
  clock,
  timers,
}: SendTestEventParts): MethodImpl<typeof EndpointService.method.sendTestEvent> {
  return async ({ endpointId }, context) => {
    const userId = actingUser(context);
    const nowMs = clock.now();
    const how = [nowMs, actorOf(context), context.values.get(isAwaitedKey)] as const;
    const asked = await testEvents.request(endpointId, userId, ...how);
    if (asked === null) throw endpointNotFound();
    return { testEvent: testEventToProto(await settled(asked, userId, context.signal)) };
  };

  async function settled(asked: TestEvent, userId: number, signal: AbortSignal) {
    const { promise: timeIsUp, resolve: giveUp } = Promise.withResolvers<true>();
    const cancelTimer = timers.after(LIMIT_MS, () => giveUp(true));
    const onAbort = (): void => giveUp(true);
    signal.addEventListener('abort', onAbort);
    let event = asked;
    try {
      while (event.state === 'PENDING') {
        if ((await Promise.race([timeIsUp, pause()])) === true) break;
        event = (await testEvents.get(asked.endpointId, asked.id, userId)) ?? event;
      }
    } finally {
      cancelTimer();
      signal.removeEventListener('abort', onAbort);
    }
    return event;
  }

  function pause(): Promise<false> {
    return new Promise((resolve) => void timers.after(POLL_MS, () => resolve(false)));
  }
}
