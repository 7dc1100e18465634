const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 60_000;
/** A program that stayed ready for so long has recovered: its next pause is the first again. */
const RECOVERED_AFTER_MS = 60_000;

/**
 * How long to wait before a program that ended is started again.
 *
 * @param lastPauseMs the pause before the start that ended just now; 0 when there was none.
 * @param readyForMs how long it was ready after that start; 0 when it never was.
 */
export function restartPause(lastPauseMs: number, readyForMs: number): number {
  if (lastPauseMs === 0 || readyForMs >= RECOVERED_AFTER_MS) return FIRST_PAUSE_MS;
  return Math.min(2 * lastPauseMs, MAX_PAUSE_MS);
}
