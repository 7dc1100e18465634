/** The only source of time above the adapters. */
export interface Clock {
  /** Milliseconds since the epoch. May jump. */
  now(): number;
}

/** A source of randomness in [0, 1). */
export type Random = () => number;

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };
