import type { Figures, Note } from './benchmark.ts';
import { foreignCores, readLoad } from './report/foreign-load.ts';
import { median } from './statistics.ts';

/** Cores that programs outside of the benchmark kept busy during a round. */
type WithForeignLoad<Round> = Round & { readonly otherCores: number };

/** Measures round after round and says with each how much the machine was disturbed. */
export async function measureRounds<Round extends Figures>(
  count: number,
  note: Note,
  measure: (round: number) => Promise<Round>,
): Promise<WithForeignLoad<Round>[]> {
  const rounds: WithForeignLoad<Round>[] = [];
  for (let number = 1; number <= count; number += 1) {
    const before = readLoad();
    const round = await measure(number);
    const otherCores = foreignCores(before, readLoad());
    rounds.push({ ...round, otherCores });
    const figures = Object.entries(round).map(([name, value]) => `${name} ${value.toFixed(2)}`);
    note(`round ${number}: ${figures.join(', ')} (others took ${otherCores.toFixed(2)} cores)`);
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
