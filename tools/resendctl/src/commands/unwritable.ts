import { CliError } from '../cli/cli-error.ts';
import type { ExitReason } from '../cli/exit-codes.ts';
import type { Session } from '../cli/session.ts';

/** Standard output cannot be written. What was done stays done, and the exit code says that. */
export function unwritable(
  { unwritable: { reason: cause } }: Pick<Session, 'unwritable'>,
  reason: ExitReason,
  done = '',
): CliError {
  const why = (cause as Error).message.replace(/, \w+$/, '');
  return new CliError(reason, `${done}standard output cannot be written: ${why}`);
}
