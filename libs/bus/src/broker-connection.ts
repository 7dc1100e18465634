import { setTimeout as delay } from 'node:timers/promises';

import { within } from '@webhooks/runtime';
import {
  connect,
  Events,
  type ConnectionOptions,
  type JetStreamClient,
  type JetStreamManager,
  type NatsConnection,
} from 'nats';

import { awaitGreeting } from './await-greeting.ts';
import { noPermission, reasonOf, ConnectionFailure } from './broker-errors.ts';
import { checkStream, ensureStream, type EnsuredStream } from './ensure-stream.ts';

/** Asked again and again while a connection lasts; it ends the connection by rejecting. */
export type Check = () => Promise<void>;

/** Where the broker is and who asks. */
export interface BrokerConnectionOptions {
  readonly url: URL;
  /** Shown in the server's list of connections. */
  readonly name: string;
  readonly maxStreamBytes: number;
}

const CONNECT_TIMEOUT_MS = 2_000;
const PING_INTERVAL_MS = 1_500;
const MAX_PINGS_OUT = 2;
const API_TIMEOUT_MS = 5_000;
const CHECK_INTERVAL_MS = 2_000;
const FLUSH_TIMEOUT_MS = 500;

/**
 * One connection to the broker with its stream in place. It never reconnects: whatever goes wrong
 * ends it and the link opens the next one, so that there is one way in which everything heals.
 */
export class BrokerConnection {
  readonly connection: NatsConnection;
  readonly manager: JetStreamManager;
  readonly jetStream: JetStreamClient;
  /** The incarnation of the stream; acknowledgements of another incarnation would hit the wrong messages. */
  readonly incarnation: string;
  /** What the stream may hold: less than wanted where the server has less storage. */
  readonly maxStreamBytes: number;
  readonly #ending = new AbortController();
  readonly #checks: Set<Check>;

  private constructor(
    connection: NatsConnection,
    manager: JetStreamManager,
    stream: EnsuredStream,
  ) {
    this.connection = connection;
    this.manager = manager;
    this.jetStream = connection.jetstream({ timeout: API_TIMEOUT_MS });
    this.incarnation = stream.incarnation;
    this.maxStreamBytes = stream.maxBytes;
    this.#checks = new Set([() => checkStream(manager, stream)]);
    void connection.closed().then((error) => {
      const why = error instanceof Error ? `: ${reasonOf(error)}` : '';
      this.fail(new ConnectionFailure(`the connection is lost${why}`));
    });
    void this.#listen();
    void this.#watch();
  }

  /** @throws when the server is away, refuses, has no fitting stream, or the signal aborts. */
  static async open(
    options: BrokerConnectionOptions,
    brokenIncarnation: string | null,
    signal: AbortSignal,
  ): Promise<BrokerConnection> {
    await awaitGreeting(
      options.url,
      AbortSignal.any([signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS)]),
    );
    const connection = await connect(connectionOptions(options));
    const giveUp = (): void => void connection.close();
    signal.addEventListener('abort', giveUp);
    try {
      const manager = await connection.jetstreamManager({
        checkAPI: false,
        timeout: API_TIMEOUT_MS,
      });
      const { maxStreamBytes: maxBytes } = options;
      const stream = await ensureStream(manager, { maxBytes, brokenIncarnation });
      return new BrokerConnection(connection, manager, stream);
    } catch (error) {
      await connection.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Aborts when the connection ends; the reason is a ConnectionFailure. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** Adds a check to those made every two seconds; the returned function takes it back. */
  addCheck(check: Check): () => void {
    this.#checks.add(check);
    return () => void this.#checks.delete(check);
  }

  /** Publishes without waiting for anything; what an ended connection is given is dropped. */
  send(subject: string, text: string, replyTo?: string): void {
    if (this.connection.isClosed()) return;
    this.connection.publish(subject, text, replyTo === undefined ? {} : { reply: replyTo });
  }

  /** Ends the connection for a reason; the link opens another one. */
  fail(failure: ConnectionFailure): void {
    if (this.signal.aborted) return;
    this.#ending.abort(failure);
    void this.connection.close();
  }

  /** Ends the connection after everything sent has reached the server, or half a second. */
  async close(): Promise<void> {
    const flushed = this.connection.flush().catch(() => undefined);
    await within(FLUSH_TIMEOUT_MS, flushed, () => undefined);
    this.fail(new ConnectionFailure('closed'));
  }

  /** What the server refuses to let us say or hear would otherwise look like silence. */
  async #listen(): Promise<void> {
    for await (const { type, permissionContext } of this.connection.status()) {
      if (type !== Events.Error || permissionContext === undefined) continue;
      const { operation, subject } = permissionContext;
      this.fail(new ConnectionFailure(noPermission(operation, subject)));
    }
  }

  async #watch(): Promise<void> {
    try {
      while (!this.signal.aborted) {
        await delay(CHECK_INTERVAL_MS, undefined, { signal: this.signal });
        for (const check of this.#checks) await check();
      }
    } catch (error) {
      this.fail(toFailure(error));
    }
  }
}

/** No reconnecting, and a silent server is noticed within three pings. */
function connectionOptions({ url, name }: BrokerConnectionOptions): ConnectionOptions {
  const { username, password } = url;
  return {
    servers: url.host,
    name,
    ...(username === ''
      ? {}
      : { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
    ...(url.protocol === 'tls:' ? { tls: {} } : {}),
    reconnect: false,
    timeout: CONNECT_TIMEOUT_MS,
    pingInterval: PING_INTERVAL_MS,
    maxPingOut: MAX_PINGS_OUT,
    noAsyncTraces: true,
  };
}

/** Takes an error that ends a connection for its reason. */
export function toFailure(error: unknown): ConnectionFailure {
  if (error instanceof ConnectionFailure) return error;
  return new ConnectionFailure(reasonOf(error), { cause: error });
}
