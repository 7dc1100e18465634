import type { AttemptOutcome, Clock } from '@webhooks/domain';
import type { Dispatcher } from 'undici';

import { isSuccess } from '../policy/success.ts';
import {
  classifyError,
  classifyLateness,
  describeFailure,
  type Failure,
} from './classify-error.ts';
import type { Connection } from './connection.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { ConnectPhase } from './open-socket.ts';
import { ResponseReader } from './response-reader.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { DeliveryRequest } from './sender.ts';
import type { Target } from './target.ts';

export interface RunningAttemptInput {
  readonly target: Target;
  readonly request: DeliveryRequest;
  readonly pool: ConnectionPool;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Called once. */
  readonly onEnd: (outcome: AttemptOutcome) => void;
}

const waitStatuses: ReadonlySet<number> = new Set([429, 503]);

/**
 * One request from its wait for a connection to its outcome, under one deadline. It is written at
 * most once: undici repeats nothing that is not idempotent, and a request that meets its deadline
 * before it was written never is.
 */
export class RunningAttempt implements Dispatcher.DispatchHandler {
  readonly #input: RunningAttemptInput;
  readonly #response = new ResponseReader();
  readonly #startedAtMs: number;
  readonly #startedAt = performance.now();
  readonly #deadline: NodeJS.Timeout;
  readonly #waiter = (connection: Connection): void => this.#sendOn(connection);
  #connection: Connection | null = null;
  #requestStarted = false;
  #ended = false;

  constructor(input: RunningAttemptInput) {
    this.#input = input;
    this.#startedAtMs = input.clock.now();
    this.#deadline = setTimeout(() => this.#endLate(), input.timeoutMs);
  }

  /** Takes a connection, now or when one is free. */
  start(): void {
    this.#input.pool.acquire(this.#input.target.origin, this.#waiter);
  }

  /** Ends it at once, without an answer. */
  stop(): void {
    this.#fail({ errorClass: 'reset', message: 'The sender was stopped' });
  }

  onRequestStart(): void {
    this.#requestStarted = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    httpStatus: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (this.#ended || this.#response.readHead(httpStatus, headers)) return;
    this.#fail(describeFailure('protocol', 'too many interim answers'));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#ended || this.#response.readBody(chunk)) return;
    // The status has said all; the rest is not worth the wait, nor is the connection.
    this.#discardConnection();
    this.#end(this.#statusFailure());
  }

  onResponseEnd(): void {
    if (this.#ended) return;
    if (this.#connection !== null) this.#input.pool.release(this.#connection);
    this.#end(this.#statusFailure());
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#ended) return;
    const failure = classifyError(error, this.#phase());
    if (failure.errorClass === 'reset' && this.#nothingWritten()) this.#startAgain();
    else this.#fail(failure);
  }

  #sendOn(connection: Connection): void {
    this.#connection = connection;
    const { target, request } = this.#input;
    connection.dispatch(
      { path: target.path, method: 'POST', headers: request.headers, body: request.body },
      this,
    );
  }

  /** True for a kept connection that the receiver closed before this request got onto it. */
  #nothingWritten(): boolean {
    return !this.#requestStarted && this.#phase() === 'established';
  }

  /** Each time on a connection less that was kept, so it ends with a new one. */
  #startAgain(): void {
    if (this.#connection !== null) this.#input.pool.discard(this.#connection);
    this.#connection = null;
    this.start();
  }

  #endLate(): void {
    const errorClass = this.#requestStarted ? 'timeout' : classifyLateness(this.#phase());
    this.#fail(describeFailure(errorClass, `not within ${this.#input.timeoutMs} ms`));
  }

  #phase(): ConnectPhase {
    return this.#connection?.phase ?? 'waiting';
  }

  #statusFailure(): Failure | null {
    const { httpStatus } = this.#response;
    if (httpStatus === null || isSuccess(httpStatus)) return null;
    return describeFailure('http_status', String(httpStatus));
  }

  #fail(failure: Failure): void {
    if (this.#ended) return;
    this.#discardConnection();
    this.#end(failure);
  }

  #discardConnection(): void {
    this.#ended = true;
    if (this.#connection !== null) this.#input.pool.discard(this.#connection);
    else this.#input.pool.abandon(this.#input.target.origin, this.#waiter);
  }

  #end(failure: Failure | null): void {
    this.#ended = true;
    clearTimeout(this.#deadline);
    this.#input.onEnd({
      startedAtMs: this.#startedAtMs,
      durationMs: Math.round(performance.now() - this.#startedAt),
      httpStatus: this.#response.httpStatus,
      errorClass: failure?.errorClass ?? null,
      errorMessage: failure?.message ?? null,
      responseSnippet: this.#response.snippet,
      retryAfterMs: this.#retryAfterMs(),
    });
  }

  #retryAfterMs(): number | null {
    const { httpStatus, retryAfter } = this.#response;
    if (retryAfter === null || httpStatus === null || !waitStatuses.has(httpStatus)) return null;
    return parseRetryAfter(retryAfter, this.#input.clock.now());
  }
}
