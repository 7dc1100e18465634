import { startTimer } from './timer.ts';

/** A signal that aborts when time is over or the caller's own signal does. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Whether it was the time that was over. */
  readonly isOver: boolean;
  /** Ends the count. */
  stop(): void;
}

/** Starts to count; Infinity is no limit. */
export function startTimeLimit(ms: number, signal: AbortSignal | undefined): TimeLimit {
  const time = new AbortController();
  const stop = startTimer(ms, () => time.abort());
  return {
    signal: signal === undefined ? time.signal : AbortSignal.any([signal, time.signal]),
    get isOver() {
      return time.signal.aborted;
    },
    stop,
  };
}
