/** The only source of time above the adapters. */
export interface Clock {
  /** Milliseconds since the epoch. May jump. */
  now(): number;
}

/** A source of randomness in [0, 1). */
export type Random = () => number;

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** Calls back once after a delay; the returned function takes it back. */
export interface Timers {
  after(delayMs: number, callback: () => void): () => void;
}

/** The machine's timers. */
export const systemTimers: Timers = {
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
