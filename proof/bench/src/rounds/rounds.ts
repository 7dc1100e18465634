import type { BenchmarkOptions, Figures, Note } from '../benchmark/benchmark.ts';
import { measureSyncMs, waitForQuiet } from '../report/disturbance.ts';
import { foreignCores, readLoad } from '../report/foreign-load.ts';
import { median } from '../benchmark/statistics.ts';

const ROUNDS = 3;
/** With --quiet, rounds for each one that is asked for, while they are disturbed. */
const TRIES = 4;
/** Cores that others may keep busy without a round being a disturbed one. */
const DISTURBED_CORES = 0.5;

/** How much a round was disturbed. */
type Disturbance = {
  /** Cores that programs outside of the benchmark kept busy. */
  readonly otherCores: number;
  /** What the disk took for a durable block before the round. */
  readonly syncMs: number;
};

/**
 * Measures round after round, and with each how much the machine was disturbed. With --quiet,
 * disturbed ones are kept and do not count, within reason.
 */
export async function measureRounds<Round extends Figures>(
  { rounds: count, quiet }: BenchmarkOptions,
  note: Note,
  measure: (round: number) => Promise<Round>,
): Promise<(Round & Disturbance)[]> {
  const wanted = count ?? ROUNDS;
  const rounds: (Round & Disturbance)[] = [];
  const isEnough = () =>
    quiet
      ? undisturbed(rounds).length >= wanted || rounds.length >= wanted * TRIES
      : rounds.length >= wanted;
  while (!isEnough()) {
    if (quiet) await waitForQuiet(note);
    const syncMs = measureSyncMs();
    const before = readLoad();
    const measured = await measure(rounds.length + 1);
    const round = { ...measured, otherCores: foreignCores(before, readLoad()), syncMs };
    rounds.push(round);
    const figures = Object.entries(round).map(([name, value]) => `${name} ${value.toFixed(2)}`);
    note(`round ${rounds.length}: ${figures.join(', ')}`);
  }
  return rounds;
}

/** The median of every figure over the undisturbed rounds, or over all where there are too few. */
export function medians<Round extends Figures>(
  rounds: readonly Round[],
): Round & { readonly countedRounds: number } {
  const quiet = undisturbed(rounds);
  const counted = quiet.length >= Math.min(ROUNDS, rounds.length) ? quiet : rounds;
  const middle = (name: string): number =>
    median(counted.map((round) => round[name] ?? Number.NaN));
  const names = Object.keys(rounds[0] ?? {});
  const figures = Object.fromEntries(names.map((name) => [name, middle(name)])) as Round;
  return { ...figures, countedRounds: counted.length };
}

function undisturbed<Round extends Figures>(rounds: readonly Round[]): Round[] {
  return rounds.filter((round) => (round['otherCores'] ?? 0) < DISTURBED_CORES);
}
