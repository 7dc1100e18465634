/** What a step of the check may take on two idle processors, in seconds. Time alone fails nothing. */
export const BUDGET_S = {
  install: 90,
  'static checks': 150,
  'unit and integration': 270,
  /** Its conformance, from the day that there is one. */
  'second store': 120,
  'end to end': 270,
  neighbours: 60,
  torture: 240,
} as const;

export type StepName = keyof typeof BUDGET_S;

/** Seconds of each step beside its budget. */
export class StepTimes {
  readonly #seconds = new Map<StepName, number>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** Adds what went by elsewhere. */
  add(step: StepName, seconds: number): void {
    this.#seconds.set(step, (this.#seconds.get(step) ?? 0) + seconds);
  }

  /** Adds how long the work takes, however it ends. */
  async measure<T>(step: StepName, work: () => Promise<T>): Promise<T> {
    const startedMs = this.#nowMs();
    try {
      return await work();
    } finally {
      this.add(step, (this.#nowMs() - startedMs) / 1000);
    }
  }

  /** A line for each step that there was, and one for all of them. */
  table(): string[] {
    const rows = [...this.#seconds].map(([step, seconds]) => row(step, seconds, BUDGET_S[step]));
    const sum = (values: Iterable<number>): number =>
      [...values].reduce((all, one) => all + one, 0);
    const budget = sum([...this.#seconds.keys()].map((step) => BUDGET_S[step]));
    return [
      `${'step'.padEnd(NAME_WIDTH)} seconds  budget`,
      ...rows,
      row('all', sum(this.#seconds.values()), budget),
    ];
  }
}

const NAME_WIDTH = 20;

function row(name: string, seconds: number, budget: number): string {
  const over = seconds > budget ? '  over its budget' : '';
  const columns = [seconds.toFixed(0).padStart(7), String(budget).padStart(7)];
  return `${name.padEnd(NAME_WIDTH)} ${columns.join(' ')}${over}`;
}
