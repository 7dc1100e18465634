import type { Part } from '../part/part.ts';
import { runProgram } from '../program/run-program.ts';

const program = new URL(
  '../../../../libs/delivery/test/programs/hostile-receivers.ts',
  import.meta.url,
);

/** Sends to every kind of hostile receiver at once, beside a sound one. */
export const hostileReceivers: Part = {
  name: 'hostile-receivers',
  about: 'sick and hostile receivers cost their own slots, and nobody else anything',
  inTests: 'each commit',
  shortLimitMs: 120_000,
  run: (options, note) => runProgram(program, options, note),
};
