import type { BenchmarkOptions, Figures, Note } from './benchmark.ts';
import { measureSyncMs, waitForQuiet } from './report/disturbance.ts';
import { foreignCores, readLoad } from './report/foreign-load.ts';
import { median } from './statistics.ts';

const ROUNDS = 3;

/** How much a round was disturbed. */
type Disturbance = {
  /** Cores that programs outside of the benchmark kept busy. */
  readonly otherCores: number;
  /** What the disk took for a durable block before the round. */
  readonly syncMs: number;
};

/** Measures round after round, and with each how much the machine was disturbed. */
export async function measureRounds<Round extends Figures>(
  { rounds: count, quiet }: BenchmarkOptions,
  note: Note,
  measure: (round: number) => Promise<Round>,
): Promise<(Round & Disturbance)[]> {
  const rounds: (Round & Disturbance)[] = [];
  for (let number = 1; number <= (count ?? ROUNDS); number += 1) {
    if (quiet) await waitForQuiet(note);
    const syncMs = measureSyncMs();
    const before = readLoad();
    const measured = await measure(number);
    const otherCores = foreignCores(before, readLoad());
    const round = { ...measured, otherCores, syncMs };
    rounds.push(round);
    const figures = Object.entries(round).map(([name, value]) => `${name} ${value.toFixed(2)}`);
    note(`round ${number}: ${figures.join(', ')}`);
  }
  return rounds;
}

/** The median of every figure over the rounds. */
export function medians<Round extends Figures>(rounds: readonly Round[]): Round {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, median(rounds.map((round) => round[name] ?? Number.NaN))]),
  ) as Round;
}
