import type { Part } from '../part/part.ts';
import { runProgram } from '../program/run-program.ts';
import { ownMounts } from './small-disk.ts';

const program = new URL('prove-full-disk.ts', import.meta.url);

/** Whether the apps live through a disk that has no room left. */
export const fullDisk: Part = {
  name: 'full-disk',
  about: 'the disk of the data directory is full under load and at a start, and then has room',
  inTests: 'in turn',
  shortLimitMs: 180_000,
  unavailable: () =>
    ownMounts() === null ? 'nothing can be mounted here, not even by unshare --mount' : null,
  run: (options, note) => runProgram(program, options, note, ownMounts() ?? []),
};
