import type { Timers } from '@webhooks/domain';

/** A task that runs again and again, never twice at a time. */
export interface Loop extends AsyncDisposable {
  /** Cuts the pause short, or lets the next run follow the present one at once. */
  wake(): void;
  /** Resolves when the task has ended for good. */
  stop(): Promise<void>;
}

/** What to do again and again. */
export interface LoopOptions {
  /** Says how long to pause before the next run, in milliseconds. */
  readonly task: () => Promise<number>;
  /** Called with what the task throws; it runs again after errorPauseMs. */
  readonly onError: (error: unknown) => void;
  readonly errorPauseMs: number;
  readonly timers: Timers;
}

/** Starts with a run at once. */
export function startLoop({ task, onError, errorPauseMs, timers }: LoopOptions): Loop {
  let stopped = false;
  let woken = false;
  let endPause = (): void => {};

  const runOnce = async (): Promise<number> => {
    try {
      return await task();
    } catch (error) {
      onError(error);
      return errorPauseMs;
    }
  };
  const pause = (pauseMs: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = timers.after(pauseMs, resolve);
      endPause = () => {
        cancel();
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!stopped) {
      woken = false;
      const pauseMs = await runOnce();
      if (!woken && !stopped) await pause(pauseMs);
    }
  };
  const ended = run();
  const stop = async (): Promise<void> => {
    stopped = true;
    endPause();
    await ended;
  };
  return {
    wake: () => {
      woken = true;
      endPause();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
