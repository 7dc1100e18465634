import { parseArgs } from 'node:util';

import { StartupError } from '@webhooks/runtime';

import type { BenchmarkOptions } from './benchmark/benchmark.ts';

const counts = ['events', 'rounds', 'seconds', 'connections', 'resends', 'deliveries'] as const;
const flags = ['quiet', 'tls', 'self-test', 'profile'] as const;

/** What is to be run, and how. */
export interface BenchArguments {
  readonly names: readonly string[];
  readonly options: BenchmarkOptions;
}

/** @throws StartupError that says what is wrong, and what can be asked for. */
export function readArguments(args: readonly string[], known: readonly string[]): BenchArguments {
  const { positionals, values } = parse(args, known);
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw usage(`there is no benchmark ${unknown.join(', ')}`, known);
  const count = (name: (typeof counts)[number]): number | null =>
    readCount(name, values[name] as string | undefined, known);
  const selfTest = values['self-test'] === true;
  const quiet = values['quiet'] === true;
  const tls = values['tls'] === true;
  const profiling = values['profile'] === true;
  return {
    names: positionals,
    options: {
      events: count('events'),
      rounds: count('rounds'),
      seconds: count('seconds'),
      connections: count('connections'),
      resends: count('resends'),
      deliveries: count('deliveries'),
      quiet,
      tls,
      selfTest,
      profiling,
    },
  };
}

function parse(args: readonly string[], known: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...Object.fromEntries(counts.map((name) => [name, { type: 'string' as const }])),
        ...Object.fromEntries(flags.map((name) => [name, { type: 'boolean' as const }])),
      },
    });
  } catch (error) {
    throw usage((error as Error).message, known);
  }
}

function readCount(
  name: string,
  text: string | undefined,
  known: readonly string[],
): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,7}$/.test(text)) throw usage(`--${name} is a whole number from 1`, known);
  return Number(text);
}

function usage(problem: string, known: readonly string[]): StartupError {
  const options = [...counts.map((name) => `[--${name} N]`), ...flags.map((name) => `[--${name}]`)];
  return new StartupError(
    `${problem}\nusage: npm run bench [-- [${known.join('|')}] ${options.join(' ')}]`,
  );
}
