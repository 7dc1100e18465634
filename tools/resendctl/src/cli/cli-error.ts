import type { ExitReason } from './exit-codes.ts';

/** An end that a person can understand: what is wrong in one line, what to do in another. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly reason: ExitReason;
  /** What to do; null when the message says it. */
  readonly hint: string | null;

  constructor(reason: ExitReason, message: string, hint: string | null = null) {
    super(message);
    this.reason = reason;
    this.hint = hint;
  }
}

/** Something is wrong with the command line. */
export function usageError(message: string, hint: string | null = null): CliError {
  return new CliError('usage', message, hint);
}
