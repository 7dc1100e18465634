import type { OutboxJob } from '@webhooks/domain';
import { createLogger } from '@webhooks/telemetry';
import { startNatsServer, waitFor, type NatsServer } from '@webhooks/testing';
import { connect } from 'nats';

import { connectBus, type Bus, type BusOptions } from '../src/index.ts';

/** A bus whose log lines can be read. */
export interface TestBus extends Bus {
  readonly logLines: readonly string[];
}

/** Connects a bus that logs into an array. */
export function testBus(
  url: string,
  options: Pick<BusOptions, 'maxStreamBytes' | 'repeatMs'> = {},
): TestBus {
  const logLines: string[] = [];
  const destination = { write: (line: string) => void logLines.push(line) };
  const logger = createLogger({ name: 'test', level: 'debug', destination });
  const bus = connectBus({ url, name: 'test', logger, ...options });
  return Object.defineProperty(bus, 'logLines', { value: logLines }) as TestBus;
}

/** The first publication of a bulk resend, unless said otherwise. */
export function job(resendId: number, changes: Partial<OutboxJob> = {}): OutboxJob {
  return { resendId, run: 1, mode: 'bulk', traceparent: '', ...changes };
}

/** The error that a promise rejects with; null when it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<Error | null> {
  return await promise.then(
    () => null,
    (error: Error) => error,
  );
}

/** Gives each test of a describe a server and a bus that is connected to it, which end with it. */
export function useBus(
  assign: (started: { readonly server: NatsServer; readonly bus: TestBus }) => void,
): void {
  let started: AsyncDisposableStack;
  beforeEach(async () => {
    started = new AsyncDisposableStack();
    const server = started.use(await startNatsServer());
    const bus = started.use(testBus(server.url));
    assign({ server, bus });
    await waitFor(() => bus.connected, { what: 'a connection' });
  });
  afterEach(() => started.disposeAsync());
}

/** Counts how often a source told the server that it still works on a job. */
export interface ProgressSigns extends AsyncDisposable {
  readonly count: number;
}

/** Listens beside the server, across its restarts. */
export async function watchProgressSigns(url: string): Promise<ProgressSigns> {
  const connection = await connect({
    servers: url,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 50,
  });
  let count = 0;
  const callback = (_error: Error | null, { data }: { readonly data: Uint8Array }): void => {
    if (Buffer.from(data).toString() === '+WPI') count += 1;
  };
  connection.subscribe('$JS.ACK.>', { callback });
  await connection.flush();
  return {
    get count() {
      return count;
    },
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
