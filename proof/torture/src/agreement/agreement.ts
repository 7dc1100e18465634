import type { Part } from '../part/part.ts';
import { runProgram } from '../program/run-program.ts';

const program = new URL(
  '../../../../libs/store-sqlite/test/programs/agreement.ts',
  import.meta.url,
);

/** Asks in every way what a resend would send, at random moments of random histories. */
export const agreement: Part = {
  name: 'agreement',
  about: 'lists of events, previews and resends mean the same deliveries, whatever happened before',
  inTests: 'each commit',
  shortLimitMs: 120_000,
  run: (options, note) => runProgram(program, options, note),
};
