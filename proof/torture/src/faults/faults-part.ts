import type { Note } from '@webhooks/proof-bench';

import { canAttach, canTrace } from '../part/can-trace.ts';
import type { Part, PartOptions, PartResult } from '../part/part.ts';
import { canFakeClock } from './false-clock.ts';
import { processFaults } from './faults.ts';
import type { ProcessFault } from './faulty-world.ts';
import { Suffering } from './suffering.ts';

const ROUNDS = { short: 1, long: 6 } as const;

/** Whether the disk may fail, and processes be stopped, frozen or starved. */
export const faultsPart: Part = {
  name: 'faults',
  about:
    'failing disk calls, a read-only disk, SIGTERM, a frozen dispatcher, few descriptors, clock jumps',
  inTests: 'in turn',
  shortLimitMs: 300_000,
  run,
};

async function run({ form, seed, count }: PartOptions, note: Note): Promise<PartResult> {
  await using suffering = await Suffering.start(seed);
  const rounds = count ?? ROUNDS[form];
  const has = { strace: canTrace(), attaching: canAttach(), libfaketime: canFakeClock };
  const faults = processFaults.filter(
    (fault) =>
      (fault.needs === undefined || has[fault.needs]) && (form === 'long' || isDrawn(fault, seed)),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const fault of faults) {
      const found = await suffering.suffer(fault, `${round}-${fault.name}`);
      note(`${fault.name}: ${found.length} do not hold`);
      // At once, in case that something later does not end well.
      for (const violation of found) note(violation);
    }
  }
  const { violations, figures } = suffering;
  return {
    settings: {
      rounds,
      faults: faults.length,
      systemCalls: has.strace ? 'yes' : 'no strace',
      readOnly: has.attaching ? 'yes' : 'strace may not attach',
      clockJumps: has.libfaketime ? 'yes' : 'no libfaketime',
    },
    figures: { ...figures, refusals: suffering.refusals },
    violations,
    verdict: `${rounds * faults.length} faults, ${figures.resends} resends, ${figures.doubles} doubles; ${violations.length} things do not hold`,
  };
}

/** Faults of one kind, of which the short form has one. */
const KINDS = [
  /^(disk-full|fsync-fails)-/,
  /^few-descriptors-/,
  /^(stopped-at-any-time|dispatcher-frozen)$/,
] as const;

function isDrawn({ name }: ProcessFault, seed: number): boolean {
  const kind = KINDS.find((pattern) => pattern.test(name));
  if (kind === undefined) return true;
  const alike = processFaults.filter((fault) => kind.test(fault.name));
  return alike[seed % alike.length]?.name === name;
}
