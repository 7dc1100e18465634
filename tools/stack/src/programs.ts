import path from 'node:path';

import type { Environment } from '@webhooks/runtime';

import type { StackOptions } from './options.ts';
import { acceptsConnections, isHttpReady } from './process/readiness.ts';
import type { Program } from './process/program.ts';
import type { StackSecrets } from './secrets.ts';

const root = path.resolve(import.meta.dirname, '../../..');

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
  const port = options.ports.NATS_PORT;
  const store = path.join(options.dataDir, 'nats');
  return {
    spec: {
      name: 'nats-server',
      file: 'nats-server',
      arguments: ['-a', '127.0.0.1', '-p', `${port}`, '-js', '-sd', store],
      env,
      // It tells of its whole start; what matters beside that, the apps say.
      show: (line) => /\[(ERR|FTL)\]/.test(line) && show('nats-server', line),
      stopLimitMs: STOP_LIMIT_MS.nats,
    },
    isReady: () => acceptsConnections(port),
  };
}

/** What accepts and keeps resends. */
export function resendService(settings: ProgramSettings): Program {
  const { SERVICE_ADMIN_PORT } = settings.options.ports;
  const isReady = (): Promise<boolean> => isHttpReady(SERVICE_ADMIN_PORT);
  return app(settings, 'apps/resend-service', isReady, STOP_LIMIT_MS.service, callMemoryFlags);
}

/** What delivers. */
export function dispatcher(settings: ProgramSettings): Program {
  const { DISPATCHER_PORT } = settings.options.ports;
  const isReady = (): Promise<boolean> => isHttpReady(DISPATCHER_PORT);
  return app(settings, 'apps/dispatcher', isReady, STOP_LIMIT_MS.app, dispatcherMemoryFlags);
}

/** The public API. */
export function restFacade(settings: ProgramSettings): Program {
  const { FACADE_ADMIN_PORT } = settings.options.ports;
  const isReady = (): Promise<boolean> => isHttpReady(FACADE_ADMIN_PORT);
  return app(settings, 'apps/rest-facade', isReady, STOP_LIMIT_MS.app, callMemoryFlags);
}

/** The endpoint of the sample account. */
export function sampleReceiver(settings: ProgramSettings): Program {
  const { RECEIVER_PORT } = settings.options.ports;
  const isReady = (): Promise<boolean> => acceptsConnections(RECEIVER_PORT);
  return app(settings, 'tools/receiver', isReady, STOP_LIMIT_MS.receiver);
}

/** Less than V8's own choice, which lets young objects lie about where there is much memory. */
const memoryFlags = ['--max-semi-space-size=8'];

/** What survives a collection here is what is in flight, so half as many do half the work. */
const dispatcherMemoryFlags = ['--max-semi-space-size=16'];

/**
 * What serves or makes calls lets old ones lie about as well: the generators that Connect makes for
 * each call outlive the collections of the young heap (docs/benchmarks.md). V8 collects the more
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
    ...developmentDefaults,
    LOG_LEVEL: 'warn',
    RPC_URL: `http://127.0.0.1:${ports.RPC_PORT}`,
    RECEIVER_SECRET: secrets.SAMPLE_SIGNING_SECRET,
    CONSOLE_DIR: consoleDir,
    ...withoutEmpty(env),
    ...secrets,
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `${port}`])),
    DATA_DIR: options.dataDir,
    NATS_URL: natsUrl ?? `nats://127.0.0.1:${ports.NATS_PORT}`,
  };
}

/** What a stack on one machine needs in order to deliver to itself. */
export const developmentDefaults = {
  ALLOWED_PRIVATE_RANGES: '127.0.0.0/8,::1/128',
  ALLOW_HTTP_ENDPOINTS: 'true',
} as const;

function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}
