/** What the command line asks of a benchmark; null means its own default. */
export interface BenchmarkOptions {
  readonly events: number | null;
  readonly rounds: number | null;
  /** Length of a phase that is measured by the clock. */
  readonly seconds: number | null;
  /** Connections of the bare loop, and the cap of an endpoint of the dispatcher. */
  readonly connections: number | null;
  /** Sizes of the large database of `pages`. */
  readonly resends: number | null;
  readonly deliveries: number | null;
  /** Receivers speak TLS. */
  readonly tls: boolean;
  /** Only shows that a checker finds what it is there to find. */
  readonly selfTest: boolean;
  /** Each round begins when other programs leave the machine alone. */
  readonly quiet: boolean;
  /** The apps write CPU profiles when they stop. */
  readonly profiling: boolean;
}

/** Numbers by name; units are in the names. */
export type Figures = Readonly<Record<string, number>>;

/** What came of a benchmark. */
export interface BenchmarkResult {
  readonly settings: Readonly<Record<string, number | string>>;
  /** Every round as it was measured. */
  readonly rounds: readonly Figures[];
  /** Numbers in their order of time, where one number per round says too little. */
  readonly series?: Readonly<Record<string, readonly number[]>>;
  /** What is concluded from the rounds. */
  readonly figures: Figures;
  /** What is asked for. */
  readonly target: string;
  readonly met: boolean;
  /** One sentence with the figure that counts. */
  readonly verdict: string;
}

/** Tells what is being done. */
export type Note = (line: string) => void;

/** A program that measures; it prints what it is doing as it goes. */
export interface Benchmark {
  readonly name: string;
  readonly about: string;
  /** True when missing the target is a defect, not a figure: the exit code is 1 then. */
  readonly isProof?: boolean;
  run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult>;
}
