import type { Environment } from '@webhooks/runtime';

import type { Terminal } from '../output/terminal.ts';

/** What a command works with. */
export interface Session {
  readonly env: Environment;
  /** Results. */
  readonly out: Terminal;
  /** Everything that is said beside them: progress, questions, hints. */
  readonly err: Terminal;
  /** Null when nobody can be asked. */
  readonly ask: ((question: string) => Promise<string>) | null;
  readonly nowMs: () => number;
  /** Aborts at Ctrl-C; for a command that only writes, also when nobody takes what it writes. */
  readonly signal: AbortSignal;
  /** Aborts when whoever reads standard output has gone. */
  readonly left: AbortSignal;
  /** Aborts when standard output cannot be written, as on a full disk; its reason says why. */
  readonly unwritable: AbortSignal;
}

/** Says what can be done next; not where the result itself is lost, which is said in one line. */
export function hint({ err, unwritable }: Session, text: string): void {
  if (!unwritable.aborted) err.line(text);
}

/** Writes a value as one line of JSON. */
export function writeJson({ out }: Session, value: unknown): void {
  out.raw(`${JSON.stringify(value)}\n`);
}
