/** What the neighbour times: a POST to its answer and to its arrival, a GET, a stream's first event. */
export const measures = ['post', 'arrival', 'get', 'stream'] as const;
export type Measure = (typeof measures)[number];

/** Milliseconds of each request of a round; what was not answered is UNANSWERED_MS. */
export type Timings = Readonly<Record<Measure, readonly number[]>>;

/** The same requests without anybody else, and beside the scene. */
export interface Round {
  readonly alone: Timings;
  readonly beside: Timings;
}

/** How one measure came out. */
export interface Comparison {
  readonly measure: Measure;
  /** Medians over the rounds of the percentile that is judged. */
  readonly aloneMs: number;
  readonly besideMs: number;
  readonly boundMs: number;
  readonly holds: boolean;
}

/** A request that is not answered in this time, or refused, counts as one that took it. */
export const UNANSWERED_MS = 10_000;
/** What the neighbour may lose, whichever is more. */
const MOST_TIMES = 3;
const MOST_MORE_MS = 100;

/**
 * Compares what was measured. A measure without figures, or one that is not answered alone either,
 * does not hold: nothing would be shown by it.
 */
export function judge(
  rounds: readonly Round[],
  judged: readonly Measure[],
  share = 0.99,
): Comparison[] {
  return judged.map((measure) => {
    const high = (side: keyof Round): number =>
      median(rounds.map((round) => percentile(round[side][measure], share)));
    const aloneMs = high('alone');
    const besideMs = high('beside');
    const boundMs = Math.max(MOST_TIMES * aloneMs, aloneMs + MOST_MORE_MS);
    const holds = aloneMs < UNANSWERED_MS && besideMs <= boundMs;
    return { measure, aloneMs, besideMs, boundMs, holds };
  });
}

/** The smallest value that a share (0 to 1) of them does not exceed; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? NaN;
}

/** NaN where one of the values is: a round without figures must not pass as one with others. */
function median(values: readonly number[]): number {
  if (values.some(Number.isNaN)) return NaN;
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
