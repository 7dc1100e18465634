import { serveProof, type ProofOptions, type ProofResult } from '@webhooks/testing';

import { Suffering } from '../faults/suffering.ts';
import { fillDisk } from './fill-disk.ts';
import { SmallDisk } from './small-disk.ts';

const ROUNDS = { short: 1, long: 20 } as const;
/** Enough for the database, its WAL up to a checkpoint, and what is recorded in all rounds. */
const DISK_MB = 96;

serveProof(async ({ form, seed, count }: ProofOptions, note): Promise<ProofResult> => {
  const rounds = count ?? ROUNDS[form];
  const disk = new SmallDisk(DISK_MB);
  await using suffering = await Suffering.start(seed, disk);
  for (let round = 0; round < rounds; round += 1) {
    const fault = {
      name: 'full-disk',
      suffer: (world: Parameters<typeof fillDisk>[0]) => fillDisk(world, disk),
    };
    const found = await suffering.suffer(fault, `${round}`);
    note(`round ${round + 1}: ${found.length} do not hold`);
  }
  const { violations, figures, refusals } = suffering;
  return {
    settings: { rounds, megabytes: DISK_MB },
    figures: { ...figures, refusals },
    violations,
    verdict: `${rounds} times full, ${figures.resends} resends, ${figures.doubles} doubles; ${violations.length} things do not hold`,
  };
});
