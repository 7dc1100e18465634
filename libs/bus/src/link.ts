import { setTimeout as delay } from 'node:timers/promises';

import { RecurringReasons, type Logger } from '@webhooks/telemetry';

import type { ConnectionFailure } from './broker-errors.ts';
import { BrokerConnection, toFailure, type BrokerConnectionOptions } from './broker-connection.ts';

const MIN_RETRY_MS = 100;
/** A broker that is back is to be found within five seconds, with all that follows. */
const MAX_RETRY_MS = 1_000;
/** A connection that lasted so long starts the waiting times anew when it ends. */
const GOOD_SESSION_MS = 10_000;

/** Keeps a connection with the broker open, one after another, for as long as it lives. */
export class Link implements AsyncDisposable {
  readonly #options: BrokerConnectionOptions;
  readonly #logger: Logger;
  readonly #reasons: RecurringReasons;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<(broker: BrokerConnection) => void>();
  readonly #running: Promise<void>;
  #broker: BrokerConnection | null = null;
  /** A connection is worth a line once, and again when it was said that there is none. */
  #isConnectionNews = true;
  #smallBytes: number | null = null;

  /** repeatMs: how often a reason that lasts is logged. */
  constructor(options: BrokerConnectionOptions, logger: Logger, repeatMs: number) {
    this.#options = options;
    this.#logger = logger;
    this.#reasons = new RecurringReasons({ everyMs: repeatMs });
    this.#running = this.#run();
  }

  /** Null while there is none. */
  get broker(): BrokerConnection | null {
    return this.#broker;
  }

  /** Calls with the connection of now and every later one; the returned function ends that. */
  onConnection(listener: (broker: BrokerConnection) => void): () => void {
    this.#listeners.add(listener);
    if (this.#broker !== null) listener(this.#broker);
    return () => void this.#listeners.delete(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#broker?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    let retryMs = MIN_RETRY_MS;
    let brokenIncarnation: string | null = null;
    while (!this.#closing.signal.aborted) {
      const { failure, lastedMs, incarnation } = await this.#oneConnection(brokenIncarnation);
      if (this.#closing.signal.aborted) return;
      const wasGood = lastedMs > GOOD_SESSION_MS;
      if (wasGood) this.#reasons.clear();
      retryMs = wasGood ? MIN_RETRY_MS : Math.min(2 * retryMs, MAX_RETRY_MS);
      brokenIncarnation = failure.streamIsBroken ? incarnation : brokenIncarnation;
      // A server that is away or refuses for an hour is worth a line a minute, not thousands.
      const level = this.#reasons.isDue(failure.message) ? 'warn' : 'debug';
      if (level === 'warn') this.#isConnectionNews = true;
      this.#logger[level]({ reason: failure.message, retryMs }, 'No connection to NATS');
      await delay(retryMs, undefined, { signal: this.#closing.signal }).catch(() => {});
    }
  }

  /** Opens a connection and stays with it to its end. */
  async #oneConnection(brokenIncarnation: string | null): Promise<ConnectionEnd> {
    try {
      const broker = await BrokerConnection.open(
        this.#options,
        brokenIncarnation,
        this.#closing.signal,
      );
      const openedAtMs = performance.now();
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      broker.signal.addEventListener('abort', () => {
        this.#broker = null;
        resolve();
      });
      if (this.#closing.signal.aborted) await broker.close();
      else this.#announce(broker);
      await ended;
      const failure = toFailure(broker.signal.reason);
      return { failure, lastedMs: performance.now() - openedAtMs, incarnation: broker.incarnation };
    } catch (error) {
      return { failure: toFailure(error), lastedMs: 0, incarnation: null };
    }
  }

  #announce(broker: BrokerConnection): void {
    this.#broker = broker;
    this.#warnOfSmallStream(broker.maxStreamBytes);
    const level = this.#isConnectionNews ? 'info' : 'debug';
    this.#isConnectionNews = false;
    this.#logger[level](
      { server: this.#options.url.host, stream: broker.incarnation },
      'Connected to NATS',
    );
    for (const listener of this.#listeners) listener(broker);
  }

  /** Once for each size, not for each connection. */
  #warnOfSmallStream(bytes: number): void {
    const wantedBytes = this.#options.maxStreamBytes;
    if (bytes >= wantedBytes || bytes === this.#smallBytes) return;
    this.#smallBytes = bytes;
    this.#logger.warn(
      { bytes, wantedBytes },
      'NATS has less storage than the stream is to have (NATS_STREAM_BYTES, max_file_store)',
    );
  }
}

/** How a connection ended, or that it never began (incarnation is null then). */
interface ConnectionEnd {
  readonly failure: ConnectionFailure;
  readonly lastedMs: number;
  readonly incarnation: string | null;
}
