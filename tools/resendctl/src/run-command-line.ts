import { CliError, usageError } from './cli/cli-error.ts';
import { describeError } from './cli/describe-error.ts';
import { commandHelp, mainHelp } from './cli/help.ts';
import { parseCommandLine } from './cli/parse-command-line.ts';
import { commands } from './commands/index.ts';
import { type ExitReason, exitCodes } from './exit-codes.ts';
import { type Session, DEFAULT_URL, urlOf } from './session.ts';

/** Runs a command line to its end and answers the exit code; failures go to standard error. */
export async function runCommandLine(args: readonly string[], session: Session): Promise<number> {
  let url = session.env['RESEND_URL'] || DEFAULT_URL;
  try {
    return exitCodes[await run(args, session, (own) => (url = own))].code;
  } catch (error) {
    if (session.signal.aborted && !(error instanceof CliError)) return exitCodes.interrupted.code;
    const { reason, message, hint } = describeError(error, url);
    session.err.line(`${session.err.paint('red', 'resendctl:')} ${oneLine(message)}`);
    if (hint !== null) session.err.line(oneLine(hint));
    return exitCodes[reason].code;
  }
}

async function run(
  [name = '--help', ...rest]: readonly string[],
  session: Session,
  tellUrl: (url: string) => void,
): Promise<ExitReason> {
  if (name === '--help' || name === '-h' || name === 'help') {
    const about = commands.find((command) => command.name === rest[0]);
    session.out.raw(about === undefined ? mainHelp(commands) : commandHelp(about));
    return 'ok';
  }
  const command = commands.find((own) => own.name === name);
  if (command === undefined) throw unknownCommand(name);
  const args = parseCommandLine(
    command,
    rest.map((arg) => (arg === '-h' ? '--help' : arg)),
  );
  if (args.has('help')) {
    session.out.raw(commandHelp(command));
    return 'ok';
  }
  tellUrl(urlOf(args, session.env));
  return command.run(args, session);
}

function unknownCommand(name: string): CliError {
  const similar = commands.find((command) => command.name.startsWith(name.slice(0, 3)));
  const guess = similar === undefined ? '' : `Did you mean ${similar.name}? `;
  return usageError(`there is no command "${name}"`, `${guess}See: resendctl --help`);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}
