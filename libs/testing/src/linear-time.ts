/** The lengths that are compared, in letters. */
const shortLength = 4 * 1024;
const longLength = 64 * 1024;
/** How much longer the long text may take: 16 times, and what a measurement may be off. */
const mostTimes = 20;
const rounds = 5;
/**
 * What takes less for the long text grows with its length at most: by its square it would take a
 * second, for 2,000,000,000 steps.
 */
const quickMs = 20;
/** So much is measured at once: the clock of a process counts in microseconds. */
const leastMs = 1;

/** A text that may be made as long as one likes. */
export interface WorstText {
  readonly before?: string;
  /** What is repeated. */
  readonly letters: string;
  readonly after?: string;
}

/**
 * How many times longer something takes with 64 KiB of these letters than with 4 KiB: CPU time, the
 * best of five. Null when it is within 20.
 */
export function growthBeyondLinear(
  run: (text: string) => unknown,
  worst: WorstText,
): number | null {
  const long = textOf(worst, longLength);
  const firstMs = cpuMs(() => run(long), 1);
  if (firstMs < quickMs) return null;
  const short = textOf(worst, shortLength);
  const times = repetitions(() => run(short));
  const shortMs = best(() => cpuMs(() => run(short), times) / times);
  // Beyond doubt, and slow to measure.
  if (firstMs > shortMs * mostTimes * 5) return firstMs / shortMs;
  const longMs = best(() => cpuMs(() => run(long), 1));
  const growth = longMs / shortMs;
  return growth > mostTimes ? growth : null;
}

function textOf({ before = '', letters, after = '' }: WorstText, length: number): string {
  return before + letters.repeat(Math.ceil(length / letters.length)).slice(0, length) + after;
}

function repetitions(run: () => unknown): number {
  let times = 1;
  while (cpuMs(run, times) < leastMs) times *= 4;
  return times;
}

function best(measure: () => number): number {
  return Math.min(...Array.from({ length: rounds }, measure));
}

function cpuMs(run: () => unknown, times: number): number {
  const before = process.cpuUsage();
  for (let count = 0; count < times; count += 1) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
