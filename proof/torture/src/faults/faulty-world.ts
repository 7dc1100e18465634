import type { System } from '@webhooks/proof-kit';

import type { Arrivals } from '../crash/arrivals.ts';
import type { Load } from '../crash/load.ts';

/** A system under load. */
export interface FaultyWorld {
  readonly system: System;
  readonly arrivals: Arrivals;
  readonly load: Load;
  readonly random: () => number;
}

/** Something that happens to the disk or to a process under load. */
export interface ProcessFault {
  readonly name: string;
  /** What makes it, when that is not everywhere. */
  readonly needs?: 'strace' | 'attaching' | 'libfaketime';
  /** True: what the dispatcher had in flight may come again. */
  readonly mayDouble?: boolean;
  /** Ends with every app as it was. Answers what did not hold. */
  suffer(world: FaultyWorld): Promise<string[]>;
}
