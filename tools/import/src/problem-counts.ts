/** Reasons that are told apart; a file with more has little in common with what is expected. */
const MAX_REASONS = 100;
const OTHERS = 'other reasons';

/** How often each reason made a line bad. */
export class ProblemCounts {
  readonly #counts = new Map<string, number>();

  add(problem: string): void {
    const isKnown = this.#counts.has(problem) || this.#counts.size < MAX_REASONS;
    const reason = isKnown ? problem : OTHERS;
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
  }

  /** A line for each reason, the most frequent first; none where a single line was bad. */
  lines(): readonly string[] {
    const sums = [...this.#counts].toSorted(([, one], [, other]) => other - one);
    const [[, most] = ['', 0]] = sums;
    if (sums.length < 2 && most < 2) return [];
    return sums.map(([reason, count]) => `${count.toLocaleString('en-US')} × ${reason}`);
  }
}
