import { Code, ConnectError } from '@connectrpc/connect';

import { DomainError, type Timers } from '@webhooks/domain';

/** When to stop waiting for the next message of a stream. */
export interface Attendance {
  /** Longest silence of the client. */
  readonly idleLimitMs: number;
  /** Aborts when the service stops. */
  readonly stopping: AbortSignal;
  readonly timers: Timers;
}

/** Passes a client's messages on, but does not wait for one that comes too late. */
export async function* attended<T>(
  messages: AsyncIterable<T>,
  { idleLimitMs, stopping, timers }: Attendance,
): AsyncIterable<T> {
  const iterator = messages[Symbol.asyncIterator]();
  const { promise: gaveUp, reject } = Promise.withResolvers<never>();
  const onStop = (): void => {
    reject(
      new DomainError('service_unavailable', 'The service is stopping', { retryAfterMs: 1_000 }),
    );
  };
  stopping.addEventListener('abort', onStop);
  if (stopping.aborted) onStop();
  try {
    for (;;) {
      const cancelTimer = timers.after(idleLimitMs, () => {
        reject(new ConnectError('no message came for too long', Code.DeadlineExceeded));
      });
      const next = await Promise.race([iterator.next(), gaveUp]).finally(cancelTimer);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    stopping.removeEventListener('abort', onStop);
  }
}
