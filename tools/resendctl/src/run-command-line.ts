import { CliError, usageError } from './cli/cli-error.ts';
import { describeError } from './cli/describe-error.ts';
import { commandHelp, mainHelp } from './cli/help.ts';
import { parseCommandLine } from './cli/parse-command-line.ts';
import { commands } from './commands/index.ts';
import type { Arguments, Command } from './cli/command.ts';
import { type ExitReason, exitCodes } from './cli/exit-codes.ts';
import { unwritable } from './commands/unwritable.ts';
import { type Session } from './cli/session.ts';
import { DEFAULT_URL, urlOf } from './commands/client-of.ts';

/** What is known of a call as soon as its command line is read. */
interface Call {
  url: string;
  /** Nothing comes of it but what it writes. */
  onlyWrites: boolean;
}

/** Runs a command line to its end and answers the exit code; failures go to standard error. */
export async function runCommandLine(args: readonly string[], session: Session): Promise<number> {
  const call: Call = { url: session.env['RESEND_URL'] || DEFAULT_URL, onlyWrites: true };
  try {
    const reason = await run(args, session, call);
    await session.out.flush();
    if (session.unwritable.aborted) throw unwritable(session, call.onlyWrites ? 'failed' : reason);
    return exitCodes[reason].code;
  } catch (error) {
    const reason = endOf(error, session, call);
    await session.err.flush();
    return exitCodes[reason].code;
  }
}

/** How a failure ends the program, once it is reported. */
function endOf(error: unknown, session: Session, call: Call): ExitReason {
  let failure = error;
  if (!(error instanceof CliError)) {
    if (session.signal.aborted) return 'interrupted';
    if (call.onlyWrites && session.left.aborted) return 'ok';
    if (call.onlyWrites && session.unwritable.aborted) failure = unwritable(session, 'failed');
  }
  const { reason, message, hint } = describeError(failure, call.url);
  session.err.line(`${session.err.paint('red', 'resendctl:')} ${oneLine(message)}`);
  if (hint !== null) session.err.line(oneLine(hint));
  return reason;
}

async function run(
  [name = '--help', ...rest]: readonly string[],
  session: Session,
  call: Call,
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
  call.url = urlOf(args, session.env);
  call.onlyWrites = !doesCodeStand(command, args) || args.has('dry-run');
  if (!call.onlyWrites) return command.run(args, session);
  const signal = AbortSignal.any([session.signal, session.left, session.unwritable]);
  return command.run(args, { ...session, signal });
}

function doesCodeStand({ codeStands = false }: Command, args: Arguments): boolean {
  return typeof codeStands === 'boolean' ? codeStands : codeStands(args);
}

function unknownCommand(name: string): CliError {
  const similar = commands.find((command) => command.name.startsWith(name.slice(0, 3)));
  const guess = similar === undefined ? '' : `Did you mean ${similar.name}? `;
  return usageError(`there is no command "${name}"`, `${guess}See: resendctl --help`);
}

function oneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .join(' ');
}
