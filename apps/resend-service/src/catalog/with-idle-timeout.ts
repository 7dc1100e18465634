import { Code, ConnectError } from '@connectrpc/connect';

import { DomainError, type Timers } from '@webhooks/domain';

/** When to stop waiting for the next message of a stream. */
export interface IdleTimeout {
  /** Longest silence of the client. */
  readonly idleLimitMs: number;
  /** Aborts when the service stops. */
  readonly stopping: AbortSignal;
  readonly timers: Timers;
}

/** Passes a client's messages on, but does not wait for one that comes too late. */
export async function* withIdleTimeout<T>(
  messages: AsyncIterable<T>,
  idleTimeout: IdleTimeout,
): AsyncIterable<T> {
  const iterator = messages[Symbol.asyncIterator]();
  for (;;) {
    const next = await beforeGivingUp(() => iterator.next(), idleTimeout);
    if (next.done === true) return;
    yield next.value;
  }
}

/**
 * Each wait has a promise of its own to give up by: one for the whole stream would keep every
 * message that won a race against it.
 */
async function beforeGivingUp<T>(
  wait: () => Promise<T>,
  { idleLimitMs, stopping, timers }: IdleTimeout,
): Promise<T> {
  const { promise: gaveUp, reject } = Promise.withResolvers<never>();
  const onStop = (): void => {
    const retryAfterMs = 1_000;
    reject(new DomainError('service_unavailable', 'The service is stopping', { retryAfterMs }));
  };
  const cancelTimer = timers.after(idleLimitMs, () => {
    reject(new ConnectError('no message came for too long', Code.DeadlineExceeded));
  });
  stopping.addEventListener('abort', onStop);
  if (stopping.aborted) onStop();
  try {
    return await Promise.race([gaveUp, wait()]);
  } finally {
    stopping.removeEventListener('abort', onStop);
    cancelTimer();
  }
}
