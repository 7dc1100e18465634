import type { Clock, Timers } from '@webhooks/domain';

/** A clock and timers that stand still until a test moves them. */
export interface FakeClock extends Clock, Timers {
  /** Lets time pass; calls back what becomes due, in order, each at its own time. */
  advance(ms: number): void;
  /** Jumps to another time without calling anything back, as a corrected clock does. */
  jump(nowMs: number): void;
  /** Callbacks that are waiting. */
  readonly pendingTimers: number;
}

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** Makes a clock that shows a time in milliseconds since the epoch. */
export function createFakeClock(startMs: number): FakeClock {
  let nowMs = startMs;
  // Timers count time passed, as those of the machine do, so that a jump does not touch them.
  let passedMs = 0;
  const timers = new Set<Timer>();
  const nextTimer = (untilMs: number): Timer | undefined =>
    [...timers].filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0];
  const pass = (toMs: number): void => {
    nowMs += toMs - passedMs;
    passedMs = toMs;
  };
  return {
    now: () => nowMs,
    after: (delayMs, callback) => {
      const timer = { dueMs: passedMs + Math.max(0, delayMs), callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: (ms) => {
      const untilMs = passedMs + ms;
      for (let timer = nextTimer(untilMs); timer !== undefined; timer = nextTimer(untilMs)) {
        timers.delete(timer);
        pass(timer.dueMs);
        timer.callback();
      }
      pass(untilMs);
    },
    jump: (toMs) => {
      nowMs = toMs;
    },
    get pendingTimers() {
      return timers.size;
    },
  };
}
