import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import {
  createTempDir,
  sampleRecordsFile,
  startNatsServer,
  startProcess,
  waitFor,
  type ExitState,
  type NatsServer,
  type ProcessHandle,
  type TempDir,
} from '@webhooks/testing';

import { RestApi } from './rest-api.ts';
import { createSettings, userToken, type Settings } from './settings.ts';

/** The apps, by their folders. */
export type AppName = 'resend-service' | 'dispatcher' | 'rest-facade';

const adminPorts = {
  'resend-service': 'SERVICE_ADMIN_PORT',
  dispatcher: 'DISPATCHER_PORT',
  'rest-facade': 'FACADE_ADMIN_PORT',
} as const satisfies Record<AppName, string>;

/**
 * Programs as they are built start in a third of the time of their sources. Nx builds them before the
 * end-to-end tests; a file that is run by hand runs the sources.
 */
export const APP_PROGRAM = process.env['BUILT_APPS'] === 'true' ? 'dist/main.mjs' : 'src/main.ts';
/** On a machine that is busy with other things. */
const START_LIMIT_MS = 60_000;
/** An app that takes a connection and says nothing is asked again. */
const READY_LIMIT_MS = 5_000;

/**
 * Starts everything as it runs in production, each part its own process: nats-server and the three
 * apps, on free ports and an empty data directory. A broker and a directory that are given end with
 * it.
 */
export async function startSystem(
  change: Settings = {},
  broker?: NatsServer,
  dataDir = createTempDir(),
): Promise<System> {
  const nats = broker ?? (await startNatsServer());
  const settings = { ...(await createSettings(dataDir.path, nats.url)), ...change };
  await using starting = new AsyncDisposableStack();
  const system = starting.use(new System(dataDir, nats, settings));
  // The service makes the database that the dispatcher opens.
  await system.start('resend-service');
  await Promise.all([system.start('dispatcher'), system.start('rest-facade')]);
  starting.move();
  return system;
}

/** An app as a process of its own, ready or not; see ProcessOptions for the wrapper. */
export function startApp(
  name: AppName,
  settings: Settings,
  wrapper: readonly string[] = [],
): ProcessHandle {
  // Apps that are built refuse to end on purpose.
  const program = 'CRASH_AT' in settings ? 'src/main.ts' : APP_PROGRAM;
  return startProcess({ file: fileOf(`apps/${name}/${program}`), env: settings, wrapper });
}

/** The running system; disposing it kills what still runs and removes its data. */
export class System implements AsyncDisposable {
  readonly nats: NatsServer;
  readonly settings: Settings;
  /** The REST API as user 246 calls it. */
  readonly api: RestApi;
  readonly #dataDir: TempDir;
  readonly #latest = new Map<AppName, ProcessHandle>();
  readonly #started: ProcessHandle[] = [];

  constructor(dataDir: TempDir, nats: NatsServer, settings: Settings) {
    this.nats = nats;
    this.settings = settings;
    this.#dataDir = dataDir;
    this.api = new RestApi(`http://127.0.0.1:${settings['REST_PORT']}`, userToken(246));
  }

  get rpcAddress(): string {
    return `127.0.0.1:${this.settings['RPC_PORT']}`;
  }

  get databaseFile(): string {
    return this.#dataDir.file('webhooks.db');
  }

  /** The process of an app that was started last. */
  app(name: AppName): ProcessHandle {
    const process = this.#latest.get(name);
    if (process === undefined) throw new Error(`${name} was not started`);
    return process;
  }

  /** Starts an app, anew or beside another one; resolves when it is ready. */
  async start(
    name: AppName,
    change: Settings = {},
    wrapper: readonly string[] = [],
  ): Promise<ProcessHandle> {
    const settings = { ...this.settings, ...change };
    const process = startApp(name, settings, wrapper);
    this.#latest.set(name, process);
    this.#started.push(process);
    const readyUrl = `http://127.0.0.1:${settings[adminPorts[name]]}/readyz`;
    const end: { state: ExitState | null } = { state: null };
    void process.exited.then((state) => (end.state = state));
    await waitFor(async () => end.state !== null || (await isOk(readyUrl)), {
      deadlineMs: START_LIMIT_MS,
      what: () => `${name} to be ready:\n${process.lines.join('\n')}`,
    });
    if (end.state !== null) {
      throw new Error(`${name} ended at its start:\n${process.lines.join('\n')}`);
    }
    return process;
  }

  /** Imports the sample, and then these records, by the import tool. */
  async importSample(records: readonly object[] = []): Promise<void> {
    await this.#import(sampleRecordsFile);
    if (records.length > 0) await this.importRecords(records);
  }

  /** Imports records in their protobuf JSON form by the import tool. */
  async importRecords(records: readonly object[]): Promise<void> {
    const file = this.#dataDir.file('records.ndjson');
    writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    await this.#import(file);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#started.map((process) => process.kill()));
    await this.nats[Symbol.asyncDispose]();
    this.#dataDir[Symbol.dispose]();
  }

  async #import(file: string): Promise<void> {
    const tool = startProcess({
      file: fileOf('tools/import/src/main.ts'),
      args: [file],
      env: this.settings,
    });
    const { code } = await tool.exited;
    if (code !== 0) throw new Error(`the import ended with ${code}:\n${tool.lines.join('\n')}`);
  }
}

function fileOf(name: string): string {
  return fileURLToPath(new URL(`../../../${name}`, import.meta.url));
}

async function isOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(READY_LIMIT_MS) });
  await response.body?.cancel();
  return response.ok;
}
