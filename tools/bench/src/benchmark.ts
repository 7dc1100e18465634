/** What a benchmark is told on the command line; null means its own default. */
export interface BenchmarkOptions {
  readonly events: number | null;
  readonly rounds: number | null;
}

/** What came of a benchmark: numbers by name, and one sentence with the ratio that counts. */
export interface BenchmarkResult {
  readonly settings: Readonly<Record<string, number | string>>;
  /** Every round as it was measured. */
  readonly rounds: readonly Readonly<Record<string, number>>[];
  /** What is concluded from the rounds. */
  readonly figures: Readonly<Record<string, number>>;
  readonly verdict: string;
}

/** A program that measures; it prints what it is doing as it goes. */
export interface Benchmark {
  readonly name: string;
  readonly about: string;
  run(options: BenchmarkOptions, note: (line: string) => void): Promise<BenchmarkResult>;
}
