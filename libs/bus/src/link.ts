import { setTimeout as delay } from 'node:timers/promises';

import { RecurringReasons, type Logger } from '@webhooks/telemetry';

import type { SessionFailure } from './broker-errors.ts';
import { Session, toFailure, type SessionOptions } from './broker-connection.ts';

const MIN_RETRY_MS = 100;
/** A broker that is back is to be found within five seconds, with all that follows. */
const MAX_RETRY_MS = 1_000;
/** A session that lasted so long starts the waiting times anew when it ends. */
const GOOD_SESSION_MS = 10_000;

/** Keeps a session with the broker open, one after another, for as long as it lives. */
export class Link implements AsyncDisposable {
  readonly #options: SessionOptions;
  readonly #logger: Logger;
  readonly #reasons: RecurringReasons;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<(session: Session) => void>();
  readonly #running: Promise<void>;
  #session: Session | null = null;
  /** A session is worth a line once, and again when it was said that there is none. */
  #isSessionNews = true;
  #smallBytes: number | null = null;

  /** repeatMs: how often a reason that lasts is logged. */
  constructor(options: SessionOptions, logger: Logger, repeatMs: number) {
    this.#options = options;
    this.#logger = logger;
    this.#reasons = new RecurringReasons({ everyMs: repeatMs });
    this.#running = this.#run();
  }

  /** Null while there is none. */
  get session(): Session | null {
    return this.#session;
  }

  /** Calls with the session of now and every later one; the returned function ends that. */
  onSession(listener: (session: Session) => void): () => void {
    this.#listeners.add(listener);
    if (this.#session !== null) listener(this.#session);
    return () => void this.#listeners.delete(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#session?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    let retryMs = MIN_RETRY_MS;
    let brokenLife: string | null = null;
    while (!this.#closing.signal.aborted) {
      const { failure, lastedMs, life } = await this.#oneSession(brokenLife);
      if (this.#closing.signal.aborted) return;
      const wasGood = lastedMs > GOOD_SESSION_MS;
      if (wasGood) this.#reasons.clear();
      retryMs = wasGood ? MIN_RETRY_MS : Math.min(2 * retryMs, MAX_RETRY_MS);
      brokenLife = failure.streamIsBroken ? life : brokenLife;
      // A server that is away or refuses for an hour is worth a line a minute, not thousands.
      const level = this.#reasons.isDue(failure.message) ? 'warn' : 'debug';
      if (level === 'warn') this.#isSessionNews = true;
      this.#logger[level]({ reason: failure.message, retryMs }, 'No session with NATS');
      await delay(retryMs, undefined, { signal: this.#closing.signal }).catch(() => {});
    }
  }

  /** Opens a session and stays with it to its end. */
  async #oneSession(brokenLife: string | null): Promise<SessionEnd> {
    try {
      const session = await Session.open(this.#options, brokenLife, this.#closing.signal);
      const openedAtMs = performance.now();
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      session.signal.addEventListener('abort', () => {
        this.#session = null;
        resolve();
      });
      if (this.#closing.signal.aborted) await session.close();
      else this.#announce(session);
      await ended;
      const failure = toFailure(session.signal.reason);
      return { failure, lastedMs: performance.now() - openedAtMs, life: session.life };
    } catch (error) {
      return { failure: toFailure(error), lastedMs: 0, life: null };
    }
  }

  #announce(session: Session): void {
    this.#session = session;
    this.#warnOfSmallStream(session.maxStreamBytes);
    const level = this.#isSessionNews ? 'info' : 'debug';
    this.#isSessionNews = false;
    this.#logger[level](
      { server: this.#options.url.host, stream: session.life },
      'Session with NATS',
    );
    for (const listener of this.#listeners) listener(session);
  }

  /** Once for each size, not for each session. */
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

/** How a session ended, or that it never began (life is null then). */
interface SessionEnd {
  readonly failure: SessionFailure;
  readonly lastedMs: number;
  readonly life: string | null;
}
