import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

import { StartupError } from '@webhooks/runtime';

import type { PartOptions } from './part/part.ts';

/** What is to be run, and how. */
export interface TortureArguments {
  readonly names: readonly string[];
  readonly options: PartOptions;
}

const MAX_SEED = 2 ** 32 - 1;

/** @throws StartupError that says what is wrong, and what can be asked for. */
export function readArguments(args: readonly string[], known: readonly string[]): TortureArguments {
  const { positionals, values } = parse(args, known);
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw usage(`there is no part ${unknown.join(', ')}`, known);
  const count = (name: 'count' | 'seed' | 'minutes', min: number): number | null =>
    readCount(name, values[name], min, known);
  const minutes = count('minutes', 1);
  return {
    names: positionals,
    options: {
      form: values.short === true ? 'short' : 'long',
      seed: count('seed', 0) ?? randomInt(MAX_SEED),
      count: count('count', 1),
      ...(values.scene === undefined ? {} : { scene: values.scene }),
      ...(minutes === null ? {} : { minutes }),
    },
  };
}

function parse(args: readonly string[], known: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        count: { type: 'string' },
        short: { type: 'boolean' },
        scene: { type: 'string' },
        minutes: { type: 'string' },
      },
    });
  } catch (error) {
    throw usage((error as Error).message, known);
  }
}

function readCount(
  name: string,
  text: string | undefined,
  min: number,
  known: readonly string[],
): number | null {
  if (text === undefined) return null;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= MAX_SEED) return value;
  throw usage(`--${name} is a whole number from ${min} to ${MAX_SEED}`, known);
}

function usage(problem: string, known: readonly string[]): StartupError {
  const options = '[--seed N] [--count N] [--short] [--scene NAME] [--minutes N]';
  return new StartupError(
    `${problem}\nusage: npm run torture [-- [${known.join('|')}]… ${options}]`,
  );
}
