import path from 'node:path';

import type { Environment } from '@webhooks/runtime';

import type { StackOptions } from './options.ts';
import { natsHost, originOf, ownBlocks, ownNatsUrl } from './places.ts';
import { acceptsConnections, isHttpReady } from '../process/readiness.ts';
import type { Program } from '../process/program.ts';
import type { StackSecrets } from './secrets.ts';

const root = path.resolve(import.meta.dirname, '../../../..');

/**
 * From SIGTERM to SIGKILL. The dispatcher and the facade finish what is in flight; what stops after
 * them has nothing left to do. All of it together stays below the limit of a stop.
 */
const STOP_LIMIT_MS = { app: 9_000, service: 3_000, receiver: 1_000, nats: 1_500 } as const;

/** What the programs of the stack have in common. */
export interface ProgramSettings {
  readonly options: StackOptions;
  readonly secrets: StackSecrets;
  readonly env: Environment;
  /** The built console; absent: the facade serves none. */
  readonly consoleDir?: string;
  /** Gets what a program writes. */
  readonly show: (name: string, line: string) => void;
}

/** A broker of our own, with its store in the data directory. */
export function natsServer({ options, env, show }: ProgramSettings): Program {
  const port = `${options.ports.NATS_PORT}`;
  const store = path.join(options.dataDir, 'nats');
  return {
    spec: {
      name: 'nats-server',
      file: 'nats-server',
      arguments: ['-a', natsHost(options), '-p', port, '-js', '-sd', store],
      env,
      // It tells of its whole start; what matters beside that, the apps say.
      show: (line) => /\[(ERR|FTL)\]/.test(line) && show('nats-server', line),
      stopLimitMs: STOP_LIMIT_MS.nats,
    },
    isReady: () => acceptsConnections(ownNatsUrl(options)),
  };
}

/** What accepts and keeps resends. */
export function resendService(settings: ProgramSettings): Program {
  const isReady = (): Promise<boolean> =>
    isHttpReady(originOf(settings.options, 'SERVICE_ADMIN_PORT'));
  return app(settings, 'apps/resend-service', isReady, STOP_LIMIT_MS.service, callMemoryFlags);
}

/** What delivers. */
export function dispatcher(settings: ProgramSettings): Program {
  const isReady = (): Promise<boolean> =>
    isHttpReady(originOf(settings.options, 'DISPATCHER_PORT'));
  return app(settings, 'apps/dispatcher', isReady, STOP_LIMIT_MS.app, dispatcherMemoryFlags);
}

/** The public API. */
export function restFacade(settings: ProgramSettings): Program {
  const isReady = (): Promise<boolean> =>
    isHttpReady(originOf(settings.options, 'FACADE_ADMIN_PORT'));
  return app(settings, 'apps/rest-facade', isReady, STOP_LIMIT_MS.app, callMemoryFlags);
}

/** The endpoint of the sample account. */
export function sampleReceiver(settings: ProgramSettings): Program {
  const isReady = (): Promise<boolean> =>
    acceptsConnections(originOf(settings.options, 'RECEIVER_PORT'));
  return app(settings, 'tools/receiver', isReady, STOP_LIMIT_MS.receiver);
}

/** Less than V8's own choice, which lets young objects lie about where there is much memory. */
const memoryFlags = ['--max-semi-space-size=8'];

/** What survives a collection here is what is in flight, so half as many do half the work. */
const dispatcherMemoryFlags = ['--max-semi-space-size=16'];

/**
 * What serves or makes calls lets old ones lie about as well: the generators that Connect makes for
 * each call outlive the collections of the young heap (docs/proofs/2026-11.md). V8 collects the more
 * often the less it may have.
 */
const callMemoryFlags = [...memoryFlags, '--max-old-space-size=512'];

function app(
  settings: ProgramSettings,
  folder: string,
  isReady: () => Promise<boolean>,
  stopLimitMs: number,
  flags: readonly string[] = memoryFlags,
): Program {
  const name = path.basename(folder);
  return {
    spec: {
      name,
      file: process.execPath,
      arguments: [...flags, path.join(root, folder, 'src/main.ts')],
      env: environment(settings),
      show: (line) => settings.show(name, line),
      stopLimitMs,
    },
    isReady,
  };
}

/** The stack's own environment, with what it decides put in, and its defaults where nothing is. */
function environment({
  options,
  secrets,
  env,
  consoleDir,
}: ProgramSettings): Record<string, string | undefined> {
  const { ports, natsUrl } = options;
  return {
    LOG_LEVEL: 'warn',
    RPC_URL: originOf(options, 'RPC_PORT'),
    RECEIVER_SECRET: secrets.SAMPLE_SIGNING_SECRET,
    ...withDefaults(options, env),
    CONSOLE_DIR: consoleDir,
    ...secrets,
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `${port}`])),
    HOST: options.host,
    DATA_DIR: options.dataDir,
    NATS_URL: natsUrl ?? ownNatsUrl(options),
  };
}

/** What a stack on one machine needs in order to deliver to itself. */
export function developmentDefaults(options: StackOptions): Readonly<Record<string, string>> {
  return {
    ALLOWED_PRIVATE_RANGES: ownBlocks(options),
    ALLOW_HTTP_ENDPOINTS: 'true',
  };
}

/** Which addresses may be called: empty, these allow the least. */
const GUARDS = ['ALLOWED_PRIVATE_RANGES', 'ALLOW_HTTP_ENDPOINTS'];

/** The environment with those defaults. What is empty is absent, except for guards. */
export function withDefaults(options: StackOptions, env: Environment): Environment {
  const given = Object.entries(env).filter(
    ([name, value]) => value !== undefined && (value !== '' || GUARDS.includes(name)),
  );
  return { ...developmentDefaults(options), ...Object.fromEntries(given) };
}
