import type { Part, PartResult } from '../part/part.ts';
import { runProgram } from '../program/run-program.ts';

const program = new URL('../../../../apps/dispatcher/test/programs/simulation.ts', import.meta.url);

/** Programs at once: as many as the cores of the smallest machine that this is run on. */
const PROGRAMS = 2;
const WORLDS = { short: 3_000, long: 50_000 } as const;

/** Lets the dispatcher live through many small worlds under simulated time. */
export const simulation: Part = {
  name: 'simulation',
  about: 'the dispatcher keeps every invariant in worlds that are made up from seeds',
  inTests: 'each commit',
  shortLimitMs: 600_000,
  shortSeed: 1_000_000,
  async run(options, note) {
    const worlds = options.count ?? WORLDS[options.form];
    const share = Math.ceil(worlds / PROGRAMS);
    const starts = Array.from({ length: Math.ceil(worlds / share) }, (_, index) => index * share);
    const results = await Promise.all(
      starts.map((start) => {
        const count = Math.min(share, worlds - start);
        return runProgram(program, { ...options, seed: options.seed + start, count }, note);
      }),
    );
    return sumOf(results, worlds, options.seed);
  },
};

function sumOf(results: readonly PartResult[], worlds: number, firstSeed: number): PartResult {
  const figures: Record<string, number> = {};
  for (const result of results) {
    for (const [name, value] of Object.entries(result.figures)) {
      figures[name] = (figures[name] ?? 0) + value;
    }
  }
  const violations = results.flatMap((result) => result.violations);
  const verdict = `${String(worlds)} worlds, ${String(figures['attempts'])} attempts, ${String(figures['failed'])} failed`;
  return { settings: { worlds, first_seed: firstSeed }, figures, violations, verdict };
}
