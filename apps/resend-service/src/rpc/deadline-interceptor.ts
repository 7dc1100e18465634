import { Code, ConnectError, type Interceptor } from '@connectrpc/connect';

import type { Timers } from '@webhooks/domain';

/**
 * Answers a unary call that has not come to an end after this time, or when the deadline that it
 * brought is over, and aborts the signal of its handler. Streams bound their own waits.
 */
export function deadlineInterceptor(limitMs: number, timers: Timers): Interceptor {
  return (next) => async (request) => {
    if (request.stream) return next(request);
    const { promise: expired, reject } = Promise.withResolvers<never>();
    const over = new AbortController();
    const expire = (): void => {
      const error = new ConnectError('the deadline is over', Code.DeadlineExceeded);
      over.abort(error);
      reject(error);
    };
    const cancelTimer = timers.after(limitMs, expire);
    request.signal.addEventListener('abort', expire);
    try {
      return await Promise.race([next({ ...request, signal: over.signal }), expired]);
    } finally {
      cancelTimer();
      request.signal.removeEventListener('abort', expire);
    }
  };
}
