import { rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';

import { spawnChild, type ExitState } from './child-processes.ts';
import { freePort } from './free-port.ts';
import { freezeProcess } from './freeze-process.ts';
import { createTempDir } from './temp-dir.ts';
import { waitFor } from './wait-for.ts';

/** A real nats-server with JetStream on the loopback address. */
export interface NatsServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly storeDir: string;
  /** Null while it is not running. */
  readonly pid: number | null;
  /** Runs it again, on the same port and store; resolves when it accepts clients. */
  start(): Promise<void>;
  /** SIGTERM; does nothing when it is not running. */
  stop(): Promise<void>;
  /** SIGKILL; does nothing when it is not running. */
  kill(): Promise<void>;
  /** Freezes it (SIGSTOP): connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
  /** Deletes everything that JetStream keeps, whether it runs or not. */
  wipeStore(): void;
}

/** Debian keeps servers in a directory that is not on everybody's PATH. */
const SEARCH_PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`;

/** Starts a server; disposing it ends it and removes the store unless a directory was given. */
export async function startNatsServer(
  options: {
    readonly storeDir?: string;
    readonly port?: number;
    /** What JetStream may keep. Without it, three quarters of the disk. */
    readonly maxStoreBytes?: number;
    /** Further lines of its configuration. */
    readonly config?: string;
  } = {},
): Promise<NatsServer> {
  const tempDir = options.storeDir === undefined ? createTempDir() : null;
  const storeDir = options.storeDir ?? tempDir?.file('jetstream') ?? '';
  const port = options.port ?? (await freePort());
  const config = configLines(options);
  let running: Running | null = null;

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running === null) return;
    running.child.kill('SIGCONT');
    running.child.kill(signal);
    await running.exited;
    running = null;
  };
  const start = async (): Promise<void> => {
    if (running === null) running = await run(port, storeDir, config);
  };
  const server: NatsServer = {
    url: `nats://127.0.0.1:${port}`,
    port,
    storeDir,
    get pid() {
      return running?.child.pid ?? null;
    },
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    pause: () => {
      if (running?.child.pid !== undefined) freezeProcess(running.child.pid);
    },
    resume: () => void running?.child.kill('SIGCONT'),
    wipeStore: () => rmSync(storeDir, { recursive: true, force: true }),
    [Symbol.asyncDispose]: async () => {
      await end('SIGKILL');
      tempDir?.[Symbol.dispose]();
    },
  };
  await start();
  return server;
}

type Running = ReturnType<typeof spawnChild>;

async function run(port: number, storeDir: string, config: string): Promise<Running> {
  const file = `${storeDir}.conf`;
  if (config !== '') writeFileSync(file, config);
  const running = spawnChild(
    'nats-server',
    [
      '-a',
      '127.0.0.1',
      '-p',
      `${port}`,
      '-js',
      '-sd',
      storeDir,
      ...(config === '' ? [] : ['-c', file]),
    ],
    {
      env: { ...process.env, PATH: SEARCH_PATH },
      stdio: 'ignore',
    },
  );
  let exit: ExitState | null = null;
  void running.exited.then((state) => (exit = state));
  await waitFor(async () => exit ?? (await accepts(port)), { what: `nats-server on port ${port}` });
  if (exit !== null) throw new Error(`nats-server ended at once: ${JSON.stringify(exit)}`);
  return running;
}

/** What has no option on the command line. */
function configLines(options: { maxStoreBytes?: number; config?: string }): string {
  const { maxStoreBytes, config = '' } = options;
  const limit = maxStoreBytes === undefined ? '' : `max_file_store: ${maxStoreBytes}`;
  return `${limit === '' ? '' : `jetstream { ${limit} }\n`}${config}`;
}

/** The server greets a client as soon as it can serve it. */
async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'data', { signal: AbortSignal.timeout(500) });
    return true;
  } finally {
    socket.destroy();
  }
}
