/** A timer beyond this fires at once on every platform: 2^31 - 1 ms, almost 25 days. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** Calls back once so much time has passed, however long that is; Infinity: never. Answers what ends the wait. */
export function startTimer(ms: number, callback: () => void): () => void {
  if (ms === Infinity) return () => {};
  const step = Math.min(ms, LONGEST_TIMER_MS);
  let stop: () => void = () => {};
  const timer = setTimeout(() => {
    if (ms > step) stop = startTimer(ms - step, callback);
    else callback();
  }, step);
  stop = () => clearTimeout(timer);
  return () => stop();
}
