import { Code, ConnectError, type ContextValues } from '@connectrpc/connect';

import { validationError, type Timers } from '@webhooks/domain';

import { deadlineKey } from '../rpc/call-deadline.ts';
import { arrivedAtKey, isAwaitedKey } from '../rpc/is-awaited.ts';
import { UNARY_DEADLINE_MS } from '../rpc/rpc-limits.ts';

/** The call that work is done for. */
export interface AwaitedCall {
  /** Says how long its caller waits, and gets a function that answers whether it still does. */
  readonly values: ContextValues;
  /** Aborts when nobody can take the answer any more. */
  readonly signal: AbortSignal;
  readonly timers: Timers;
}

/** Does work for a caller who waits, and throws DEADLINE_EXCEEDED when that is over. */
export async function withinDeadline<T>(
  { values, signal, timers }: AwaitedCall,
  work: () => Promise<T>,
): Promise<T> {
  const waitMs = values.get(deadlineKey) ?? 0;
  if (waitMs < 1 || waitMs > UNARY_DEADLINE_MS) {
    const message = `must be 1 to ${UNARY_DEADLINE_MS}`;
    throw validationError([{ field: 'timeout_ms', message }]);
  }
  const endsAtMs = values.get(arrivedAtKey) + waitMs;
  // By the clock, too: after a standstill, what was queued may run before any timer does.
  values.set(isAwaitedKey, () => !signal.aborted && performance.now() < endsAtMs);
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const cancelTimer = timers.after(waitMs, () =>
    reject(new ConnectError('the deadline is over', Code.DeadlineExceeded)),
  );
  try {
    return await Promise.race([work(), expired]);
  } finally {
    cancelTimer();
  }
}
