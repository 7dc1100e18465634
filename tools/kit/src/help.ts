import { StartupError } from '@webhooks/runtime';

/** Prints the usage and says true where the command line asks for help. */
export function isHelpShown(
  usage: string,
  args: readonly string[] = process.argv.slice(2),
): boolean {
  if (!args.includes('--help') && !args.includes('-h')) return false;
  console.log(usage);
  return true;
}

/**
 * For programs that environment variables alone tell what to do.
 *
 * @throws StartupError with the usage when the command line holds an argument.
 */
export function refuseArguments(
  usage: string,
  args: readonly string[] = process.argv.slice(2),
): void {
  if (args.length > 0) throw new StartupError(usage);
}
