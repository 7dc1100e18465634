/**
 * The first reason to stop. Disposing it gives signals and errors back their default effect; signals
 * that have come already keep theirs until the process is gone.
 */
export interface StopWatch extends Disposable {
  readonly requested: Promise<void>;
}

/**
 * A terminal sends Ctrl-C to a whole process group and a supervisor passes it on, so signals that
 * come together are one request.
 */
const SAME_REQUEST_MS = 1_000;

/**
 * Watches for SIGINT, SIGTERM and errors that nobody handled; the latter are reported, each one.
 * The same signal again, a second or more later, ends the process at once.
 */
export function watchForStop(report: (error: unknown) => void): StopWatch {
  const { promise, resolve } = Promise.withResolvers<void>();
  const signalledAtMs = new Map<NodeJS.Signals, number>();
  const onSignal = (signal: NodeJS.Signals): void => {
    const nowMs = performance.now();
    const firstMs = signalledAtMs.get(signal) ?? nowMs;
    signalledAtMs.set(signal, firstMs);
    if (nowMs - firstMs > SAME_REQUEST_MS) {
      process.off(signal, onSignal);
      process.kill(process.pid, signal);
    }
    resolve();
  };
  const onError = (error: unknown): void => {
    report(error);
    resolve();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  process.on('uncaughtException', onError).on('unhandledRejection', onError);
  return {
    requested: promise,
    [Symbol.dispose]: () => {
      if (signalledAtMs.size === 0) process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
      process.off('uncaughtException', onError).off('unhandledRejection', onError);
    },
  };
}
