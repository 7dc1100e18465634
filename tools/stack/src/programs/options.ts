import { parseArgs } from 'node:util';

import { SettingsReader, StartupError, type Environment } from '@webhooks/runtime';

/** What the stack runs, and where. */
export interface StackOptions {
  readonly sample: boolean;
  /** The stack ends when one of its programs does; else that is started again. */
  readonly exitOnFailure: boolean;
  /** Address or name that every program but the broker binds. */
  readonly host: string;
  readonly dataDir: string;
  /** Null: the stack starts a server of its own. */
  readonly natsUrl: string | null;
  readonly ports: StackPorts;
}

/** Ports by the name of their setting. */
export type StackPorts = Readonly<Record<keyof typeof defaultPorts, number>>;

export const defaultPorts = {
  REST_PORT: 8080,
  RPC_PORT: 8081,
  RECEIVER_PORT: 8082,
  DISPATCHER_PORT: 8083,
  SERVICE_ADMIN_PORT: 8084,
  FACADE_ADMIN_PORT: 8085,
  NATS_PORT: 4222,
} as const;

/** The command line in one line. */
export const USAGE = 'usage: npm start [-- [--no-sample] [--exit-on-failure]]';

/** @throws StartupError that says what is wrong with the command line or the environment. */
export function readOptions(args: readonly string[], env: Environment): StackOptions {
  const given = readFlags(args);
  const sample = !given['no-sample'];
  const exitOnFailure = given['exit-on-failure'] ?? false;
  const read = new SettingsReader(env);
  const ports = Object.fromEntries(
    Object.entries(defaultPorts).map(([name, port]) => [
      name,
      read.integer(name, { default: port, min: 1, max: 65_535 }),
    ]),
  ) as StackPorts;
  if (new Set(Object.values(ports)).size < Object.keys(ports).length) {
    read.problem('*_PORT', 'settings must differ from each other');
  }
  if (sample && read.has('AUTH_JWKS_URL')) {
    read.problem('AUTH_JWKS_URL', 'leaves the sample without a token: use --no-sample');
  }
  const host = read.host();
  const dataDir = read.dataDir();
  read.finish();
  return { sample, exitOnFailure, host, dataDir, natsUrl: env['NATS_URL'] || null, ports };
}

const flags = {
  'no-sample': { type: 'boolean' },
  'exit-on-failure': { type: 'boolean' },
} as const;

function readFlags(args: readonly string[]): { readonly [flag in keyof typeof flags]?: boolean } {
  try {
    return parseArgs({ args: [...args], options: flags }).values;
  } catch (error) {
    throw new StartupError(`${(error as Error).message} (${USAGE})`);
  }
}
