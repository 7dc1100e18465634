import { usageError } from '../cli/cli-error.ts';
import type { Arguments, OptionSpec } from '../cli/command.ts';
import type { Session } from '../cli/session.ts';

export const yesOption: OptionSpec = { about: 'send without being asked' };

/**
 * Whether a person agrees, or said so before by --yes. The hint is for who cannot be asked.
 *
 * @throws CliError when nobody can be asked: a program has to say --yes.
 */
export async function confirm(
  args: Arguments,
  session: Session,
  question: string,
  hint = 'Add --yes to send',
): Promise<boolean> {
  if (args.has('yes')) return true;
  if (session.ask === null) {
    throw usageError('No terminal to ask for confirmation.', hint);
  }
  const answer = await session.ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return true;
  session.err.line('Nothing was sent.');
  return false;
}
