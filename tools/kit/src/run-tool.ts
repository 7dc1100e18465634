import { keepToOwner, StartupError } from '@webhooks/runtime';

/**
 * Runs a command-line program to its end. What a person can mend (StartupError) is one line on
 * standard error, anything else comes with its stack; both make the exit code 1.
 */
export async function runTool(name: string, run: () => Promise<void>): Promise<void> {
  keepToOwner();
  try {
    await run();
  } catch (error) {
    const { message, stack = message } = error as Error;
    process.stderr.write(`${name}: ${error instanceof StartupError ? message : stack}\n`);
    process.exitCode = 1;
  }
}
