import type { ProgramSpec } from './managed-process.ts';

/** A program, and how to know that it is ready. */
export interface Program {
  readonly spec: ProgramSpec;
  /** Asked again and again. */
  readonly isReady: () => Promise<boolean>;
}
