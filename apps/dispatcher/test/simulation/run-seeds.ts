import type { ProofNote, ProofOptions, ProofResult } from '@webhooks/testing';

import { openSimulatedDatabase } from './simulated-database.ts';
import { simulate } from './simulate.ts';

/** Seeds of the two forms; a program runs a part of them. */
const SEEDS = { short: 6_000, long: 200_000 } as const;
/** Worlds that failed are printed one by one up to this number. */
const MAX_REPORTED = 5;

/** Runs one world for each seed from the given one on. A single one is printed with its whole trace. */
export async function runSeeds(proof: ProofOptions, note: ProofNote): Promise<ProofResult> {
  const { seed: first, form } = proof;
  const count = proof.count ?? SEEDS[form];
  const violations: string[] = [];
  const sums = { steps: 0, attempts: 0, doubles: 0, simulated_ms: 0 };
  const options = { samples: 0, let_go: 0, put_off: 0, rated: 0 };
  const unheard: unknown[] = [];
  process.on('unhandledRejection', (reason) => void unheard.push(reason));
  using database = openSimulatedDatabase();
  let failed = 0;
  for (let index = 0; index < count; index += 1) {
    const seed = (first + index) % 2 ** 32;
    const result = await simulate(seed, database);
    const found = [...result.violations, ...unheard.splice(0).map((it) => `unheard: ${text(it)}`)];
    sums.steps += result.steps;
    sums.attempts += result.attempts;
    sums.doubles += result.doubles;
    sums.simulated_ms += Math.round(result.simulatedMs);
    options.samples += result.options.samples;
    options.let_go += result.options.let_go;
    options.put_off += result.options.put_off;
    options.rated += result.options.rated;
    if (count === 1) for (const line of result.trace) note(line);
    if (found.length > 0) failed += 1;
    if (found.length > 0 && violations.length < MAX_REPORTED) {
      violations.push(`seed ${String(seed)}: ${found.join('; ')}\n  ${replay(seed)}`);
    }
    if (index % 1_000 === 999) note(`${String(index + 1)} worlds, ${String(failed)} failed`);
  }
  return {
    settings: { worlds: count, first_seed: first },
    figures: { worlds: count, failed, ...sums, ...options },
    violations,
    verdict: `${String(count)} worlds, ${String(sums.attempts)} attempts, ${String(failed)} failed`,
  };
}

function replay(seed: number): string {
  return `npm run torture -- simulation --seed ${String(seed)} --count 1`;
}

function text(reason: unknown): string {
  return reason instanceof Error ? String(reason.stack) : String(reason);
}
