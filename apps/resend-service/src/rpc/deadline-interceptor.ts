import { Code, ConnectError, type Interceptor } from '@connectrpc/connect';

import type { Timers } from '@webhooks/domain';

import { deadlineKey } from './call-deadline.ts';
import { arrivedAtKey, isAwaitedKey } from './is-awaited.ts';

/**
 * Answers a unary call that has not ended after this time, or when the deadline that it
 * brought is over, and aborts the signal of its handler. Streams bound their own waits.
 */
export function deadlineInterceptor(
  limitMs: number,
  timers: Timers,
  now: () => number = () => performance.now(),
): Interceptor {
  return (next) => async (request) => {
    if (request.stream) return next(request);
    const { promise: expired, reject } = Promise.withResolvers<never>();
    const over = new AbortController();
    const end = (error: unknown): void => {
      over.abort(error);
      reject(error);
    };
    const cancelTimer = timers.after(limitMs, () => end(deadlineIsOver()));
    // Aborts when the caller's own deadline is over, or when the caller went away: with what is so.
    const onAbort = (): void => {
      const reason: unknown = request.signal.reason;
      end(reason instanceof ConnectError ? reason : deadlineIsOver());
    };
    request.signal.addEventListener('abort', onAbort);
    const { contextValues: values } = request;
    const waitMs = Math.min(values.get(deadlineKey) ?? limitMs, limitMs);
    const endsAtMs = values.get(arrivedAtKey) + waitMs;
    // By the clock, too: after a standstill, what was queued may run before any timer does.
    values.set(isAwaitedKey, () => !over.signal.aborted && now() < endsAtMs);
    try {
      return await Promise.race([next({ ...request, signal: over.signal }), expired]);
    } finally {
      cancelTimer();
      request.signal.removeEventListener('abort', onAbort);
    }
  };
}

function deadlineIsOver(): ConnectError {
  return new ConnectError('the deadline is over', Code.DeadlineExceeded);
}
