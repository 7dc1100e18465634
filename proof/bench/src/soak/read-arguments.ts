import { parseArgs } from 'node:util';

import { StartupError } from '@webhooks/runtime';

const MINUTES = 60;
/** A day. */
const MAX_MINUTES = 1_440;

/**
 * How long the load lasts.
 *
 * @throws StartupError that says what is wrong, and what can be asked for.
 */
export function readMinutes(args: readonly string[]): number {
  const text = parse(args);
  if (text === undefined) return MINUTES;
  const minutes = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (minutes >= 1 && minutes <= MAX_MINUTES) return minutes;
  throw usage(`--minutes is a whole number from 1 to ${MAX_MINUTES}`);
}

function parse(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { minutes: { type: 'string' } } }).values.minutes;
  } catch (error) {
    throw usage((error as Error).message);
  }
}

function usage(problem: string): StartupError {
  return new StartupError(`${problem}\nusage: npm run soak [-- --minutes N]`);
}
