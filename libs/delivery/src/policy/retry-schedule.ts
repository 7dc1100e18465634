/**
 * Waits before the 1st, 2nd, … attempt in milliseconds; its length is the number of attempts.
 * Quick at first for a hiccup, then slow enough for a receiver that needs a person.
 */
export const defaultScheduleMs: readonly number[] = [
  0, 5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 7_200_000,
];

/** How long after its acceptance a delivery may be settled by an attempt: 72 hours. */
export const defaultExpiresAfterMs = 72 * 3_600_000;
