import { systemTimers, type Timers } from '@webhooks/domain';

/**
 * What a promise comes to, or what onLate gives, or throws, where that takes longer than timeoutMs.
 * Whatever the promise comes to afterwards is ignored.
 */
export async function within<T, L>(
  timeoutMs: number,
  promise: Promise<T>,
  onLate: () => L,
  timers: Timers = systemTimers,
): Promise<T | L> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const cancel = timers.after(timeoutMs, resolve);
  try {
    return await Promise.race([promise, late.then(onLate)]);
  } finally {
    cancel();
  }
}
