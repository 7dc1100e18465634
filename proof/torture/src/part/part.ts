import type { Figures, Note } from '@webhooks/proof-bench';

/** How a part is run. */
export interface PartOptions {
  /** short: within the budget of `npm test`; long: as often as the proof asks for. */
  readonly form: 'short' | 'long';
  /** Decides every choice that the part makes by chance. */
  readonly seed: number;
  /** Kills, images, seeds or inputs, whatever the part counts; null means what its form asks for. */
  readonly count: number | null;
  /** The one scene to be run, of a part that has scenes; left out, those that its form asks for. */
  readonly scene?: string;
  /** After how long no further scene is begun; left out, all of them are. */
  readonly minutes?: number;
}

/** What came of a part. */
export interface PartResult {
  readonly settings: Readonly<Record<string, number | string>>;
  readonly figures: Figures;
  /** What did not hold, each in a line; empty when nothing was found. */
  readonly violations: readonly string[];
  /** One sentence with the figures that count. */
  readonly verdict: string;
}

/** A harness that tries to break the system; it tells what it is doing as it goes. */
export interface Part {
  readonly name: string;
  readonly about: string;
  /** How long the short form may take in `npm test`, in milliseconds. */
  readonly shortLimitMs: number;
  /**
   * The seed of the short form in `npm test`, of a part that its seed decides in full, so that a
   * change is judged by the same choices as the one before it; left out: a new one each time.
   */
  readonly shortSeed?: number;
  /** Whether its short form runs at each commit, or takes turns with others from one to the next. */
  readonly inTests: 'each commit' | 'in turn';
  /** Why it cannot be run on this machine; null, or left out, when it can. */
  unavailable?(): string | null;
  run(options: PartOptions, note: Note): Promise<PartResult>;
}
