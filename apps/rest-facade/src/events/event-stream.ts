import type { FollowedResend, Timers } from '@webhooks/domain';
import { within } from '@webhooks/runtime';

import { HEARTBEAT, progressEvent, RETRY_HINT } from './progress-event.ts';

/** What keeps a stream alive. */
export interface EventStreamOptions {
  /** A comment is sent after this long without an event. */
  readonly heartbeatMs: number;
  readonly timers: Timers;
}

/** The text of a stream of states, with a comment wherever nothing happened for a while. */
export async function* eventStream(
  states: AsyncIterable<FollowedResend>,
  { heartbeatMs, timers }: EventStreamOptions,
): AsyncGenerator<string, void> {
  yield RETRY_HINT;
  const reader = states[Symbol.asyncIterator]();
  let next = reader.next();
  for (;;) {
    const result = await within(heartbeatMs, next, () => null, timers);
    if (result === null) {
      yield HEARTBEAT;
    } else if (result.done === true) {
      return;
    } else {
      yield progressEvent(result.value);
      next = reader.next();
    }
  }
}
