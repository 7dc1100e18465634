import type { AttemptOutcome, Clock } from '@webhooks/domain';

import { isSuccess } from '../policy/success.ts';
import {
  classifyError,
  classifyLateness,
  describeFailure,
  isOwnShortage,
  type Failure,
} from './classify-error.ts';
import type { Connection, ConnectionUser } from './connection.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { ConnectionClosedError, type ConnectPhase } from './open-socket.ts';
import { requestHead } from './request-head.ts';
import { ResponseParser } from './response-parser.ts';
import { ResponseSnippet } from './response-snippet.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { DeliveryRequest } from './sender.ts';
import type { Target } from './target.ts';

/** What all attempts of a sender share. */
export interface AttemptOptions {
  readonly pool: ConnectionPool;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** Before a connection is asked for again: there was no descriptor for it, or no right to write. */
const againAfterMs = 100;

const waitStatuses: ReadonlySet<number> = new Set([429, 503]);

/**
 * One request from its wait for a connection to its outcome, under one deadline. It is written at
 * most once, and a request that meets its deadline before it was written never is.
 */
export class RunningAttempt implements ConnectionUser {
  readonly #options: AttemptOptions;
  readonly #target: Target;
  readonly #request: DeliveryRequest;
  readonly #onEnd: (outcome: AttemptOutcome) => void;
  readonly #snippet = new ResponseSnippet();
  readonly #response = new ResponseParser((data) => this.#snippet.take(data));
  readonly #startedAt = performance.now();
  readonly #deadline: NodeJS.Timeout;
  readonly #waiter = (connection: Connection): void => this.#sendOn(connection);
  #head = '';
  #connection: Connection | null = null;
  #requestStarted = false;
  #pause: NodeJS.Timeout | undefined;
  #ended = false;

  /** onEnd: called once. */
  constructor(
    options: AttemptOptions,
    target: Target,
    request: DeliveryRequest,
    onEnd: (outcome: AttemptOutcome) => void,
  ) {
    this.#options = options;
    this.#target = target;
    this.#request = request;
    this.#onEnd = onEnd;
    this.#deadline = setTimeout(() => this.#endLate(), options.timeoutMs);
  }

  /** Takes a connection, now or when one is free. */
  start(): void {
    try {
      this.#head = requestHead(this.#target, this.#request);
    } catch (error) {
      this.#fail(classifyError(error as Error, 'waiting'));
      return;
    }
    this.#acquire();
  }

  /** Ends it at once, without an answer. */
  stop(): void {
    this.#fail({ errorClass: 'reset', message: 'The sender was stopped' });
  }

  onReady(): void {
    if (this.#request.mayBeWritten?.() === false) {
      this.#startAgain(againAfterMs);
      return;
    }
    this.#requestStarted = true;
    this.#connection?.write(this.#head, this.#request.body);
  }

  onData(bytes: Buffer): void {
    try {
      const reading = this.#response.take(bytes);
      if (reading === 'complete') this.#complete();
      // The status has said all; the rest is not worth the wait, nor is the connection.
      if (reading === 'enough') this.#cutOff();
    } catch (error) {
      this.onError(error as Error);
    }
  }

  onEnd(): void {
    try {
      if (this.#response.end()) this.#cutOff();
      else this.onError(new ConnectionClosedError());
    } catch (error) {
      this.onError(error as Error);
    }
  }

  onError(error: Error): void {
    const isUnwritten = !this.#requestStarted && this.#phase() === 'established';
    if (isUnwritten) this.#startAgain();
    else if (!this.#requestStarted && isOwnShortage(error)) this.#startAgain(againAfterMs);
    else this.#fail(classifyError(error, this.#phase()));
  }

  #acquire(): void {
    this.#options.pool.acquire(this.#target, this.#waiter);
  }

  #sendOn(connection: Connection): void {
    this.#connection = connection;
    this.#options.pool.use(connection, this);
  }

  /**
   * A kept connection was closed by the receiver before this request got onto it: each time it is a
   * connection less that was kept, so it ends with a new one. Or there was no descriptor for a new
   * one, or the request may not be written: after a pause that may have changed.
   */
  #startAgain(pauseMs = 0): void {
    if (this.#connection !== null) this.#options.pool.discard(this.#connection);
    this.#connection = null;
    if (pauseMs === 0) this.#acquire();
    else this.#pause = setTimeout(() => this.#acquire(), pauseMs);
  }

  /** The answer is there in full. */
  #complete(): void {
    const { head, hasSurplus } = this.#response;
    const connection = this.#connection;
    const canKeep = head?.keepsConnection === true && !hasSurplus;
    if (connection === null || !canKeep || !connection.isWritten) {
      this.#cutOff();
      return;
    }
    this.#options.pool.release(connection, head.keptForMs);
    this.#end(this.#statusFailure());
  }

  /** There is nothing more to be read, and the connection is of no further use. */
  #cutOff(): void {
    this.#discardConnection();
    this.#end(this.#statusFailure());
  }

  #endLate(): void {
    const errorClass = this.#requestStarted ? 'timeout' : classifyLateness(this.#phase());
    this.#fail(describeFailure(errorClass, `not within ${this.#options.timeoutMs} ms`));
  }

  #phase(): ConnectPhase {
    return this.#connection?.phase ?? 'waiting';
  }

  #statusFailure(): Failure | null {
    const httpStatus = this.#response.head?.httpStatus ?? null;
    if (httpStatus === null || isSuccess(httpStatus)) return null;
    return describeFailure('http_status', String(httpStatus));
  }

  #fail(failure: Failure): void {
    if (this.#ended) return;
    this.#discardConnection();
    this.#end(failure);
  }

  #discardConnection(): void {
    if (this.#connection !== null) this.#options.pool.discard(this.#connection);
    else this.#options.pool.abandon(this.#target, this.#waiter);
  }

  #end(failure: Failure | null): void {
    this.#ended = true;
    clearTimeout(this.#deadline);
    clearTimeout(this.#pause);
    const durationMs = Math.round(performance.now() - this.#startedAt);
    this.#onEnd({
      // By the clock at its end, which its next attempt is scheduled by, whatever was set meanwhile.
      startedAtMs: this.#options.clock.now() - durationMs,
      durationMs,
      httpStatus: this.#response.head?.httpStatus ?? null,
      errorClass: failure?.errorClass ?? null,
      errorMessage: failure?.message ?? null,
      responseSnippet: this.#snippet.bytes,
      retryAfterMs: this.#retryAfterMs(),
    });
  }

  #retryAfterMs(): number | null {
    const { head } = this.#response;
    if (head === null || head.retryAfter === null || !waitStatuses.has(head.httpStatus))
      return null;
    return parseRetryAfter(head.retryAfter, this.#options.clock.now());
  }
}
