import type { AttemptOutcome, Clock } from '@webhooks/domain';

import { NotSentError } from '../egress/not-sent-error.ts';
import type { ProxyRoute } from '../egress/open-tunnel.ts';
import { shownProxy } from '../egress/egress-proxy.ts';
import { isSuccess } from '../policy/success.ts';
import {
  classifyError,
  classifyLateness,
  describeFailure,
  isOwnShortage,
  type Failure,
} from './classify-error.ts';
import type { Connection } from './connection.ts';
import type { ConnectionPool, ConnectionWaiter } from './connection-pool.ts';
import {
  InvalidAnswerError,
  type ExchangeRequest,
  type ExchangeUser,
  type ResponseHead,
} from './exchange.ts';
import type { ConnectPhase } from './open-socket.ts';
import type { OriginMemory } from './origin-memory.ts';
import { checkHeaders } from './request-headers.ts';
import { ResponseSnippet } from './response-snippet.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { DeliveryRequest } from './sender.ts';
import type { Target } from './target.ts';
import { profileKey, type TlsProfile } from './tls-profile.ts';

/** What all attempts of a sender share. */
export interface AttemptOptions {
  readonly pool: ConnectionPool;
  readonly memory: OriginMemory;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** Before a connection is asked for again: there was no descriptor for it, or no right to write. */
const againAfterMs = 100;
/** Beyond it, interim answers (1xx) only keep the attempt busy. */
const maxInterimAnswers = 16;

const waitStatuses: ReadonlySet<number> = new Set([429, 503]);

/**
 * One request from its wait for a connection to its outcome, under one deadline. It is written at
 * most once, and a request that meets its deadline before it was written never is.
 */
export class RunningAttempt implements ExchangeUser, ConnectionWaiter {
  readonly key: string;
  readonly target: Target;
  readonly tls: TlsProfile | null;
  readonly route: ProxyRoute | null;
  readonly accountId: number | undefined;
  readonly isNew: boolean;
  readonly #options: AttemptOptions;
  readonly #timeoutMs: number;
  readonly #request: DeliveryRequest;
  readonly #onEnd: (result: AttemptOutcome | NotSentError) => void;
  readonly #snippet = new ResponseSnippet();
  readonly #startedAt = performance.now();
  readonly #deadline: NodeJS.Timeout;
  #exchange: ExchangeRequest | null = null;
  #connection: Connection | null = null;
  #isWritten = false;
  #isOnKept = false;
  #isAnswered = false;
  #interimAnswers = 0;
  #head: ResponseHead | null = null;
  /** Before the next connection is asked for. */
  #pauseMs = 0;
  #pause: NodeJS.Timeout | undefined;
  #ended = false;

  /** onEnd: called once. */
  constructor(
    options: AttemptOptions,
    { target, route }: { readonly target: Target; readonly route: ProxyRoute | null },
    request: DeliveryRequest,
    onEnd: (result: AttemptOutcome | NotSentError) => void,
  ) {
    const { accountId, isOnNewConnection, spentMs = 0, tls = null } = request;
    this.tls = tls;
    this.route = route;
    this.key = `${accountId ?? ''} ${target.origin} ${profileKey(tls)} ${route?.key ?? ''}`;
    this.target = target;
    this.accountId = accountId;
    this.isNew = isOnNewConnection === true;
    this.#options = options;
    this.#timeoutMs = Math.max(1, options.timeoutMs - spentMs);
    this.#request = request;
    this.#onEnd = onEnd;
    this.#deadline = setTimeout(() => this.#endLate(), this.#timeoutMs);
  }

  /** Takes a connection, now or when one is free. */
  start(): void {
    const { headers, body } = this.#request;
    try {
      checkHeaders(headers);
      this.#exchange = { path: this.target.path, headers, body };
    } catch (error) {
      this.#fail(classifyError(error as Error, 'waiting'));
      return;
    }
    this.#options.pool.acquire(this);
  }

  /** Ends it at once, without an answer. */
  stop(): void {
    this.#fail({ errorClass: 'reset', message: 'The sender was stopped' });
  }

  onConnection(connection: Connection): void {
    this.#connection = connection;
    if (this.#exchange !== null) connection.send(this.#exchange, this);
  }

  onWrite(isKept: boolean): boolean {
    if (this.#request.mayBeWritten?.() === false) {
      this.#pauseMs = againAfterMs;
      return false;
    }
    this.#isWritten = true;
    this.#isOnKept = isKept;
    return true;
  }

  onAnswer(): void {
    this.#isAnswered = true;
  }

  onHead(head: ResponseHead): void {
    if (this.#ended) return;
    if (head.httpStatus >= 200) {
      this.#head = head;
      return;
    }
    this.#interimAnswers += 1;
    if (this.#interimAnswers <= maxInterimAnswers) return;
    const message = `More than ${maxInterimAnswers} interim answers`;
    this.onError(new InvalidAnswerError('ERR_ANSWER_TOO_LONG', message));
  }

  onData(data: Uint8Array): void {
    // The status has said all; the rest is not worth the wait, nor is the connection.
    if (!this.#ended && !this.#snippet.take(data)) this.#cutOff();
  }

  onEnd(): void {
    if (this.#ended || this.#connection === null) return;
    this.#options.pool.release(this.key, this.#connection);
    this.#end(this.#statusFailure());
  }

  onError(error: Error): void {
    if (this.#ended) return;
    if (isUnaskedContinue(error)) this.#options.memory.noteContinue(this.target.origin);
    const isUnwritten = !this.#isWritten && this.#phase() === 'established';
    if (isUnwritten) this.#startAgain(this.#pauseMs);
    else if (!this.#isWritten && isOwnShortage(error)) this.#startAgain(againAfterMs);
    else if (this.#isSuccess()) this.#cutOff();
    else if (error instanceof NotSentError) this.#giveUp(error);
    else this.#fail(this.#failureOf(error));
  }

  /**
   * A kept connection was closed by the receiver before this request got onto it: each time it is a
   * connection less that was kept, so it ends with a new one. Or there was no descriptor for a new
   * one, or the request may not be written: after a pause that may have changed.
   */
  #startAgain(pauseMs: number): void {
    const { pool } = this.#options;
    if (this.#connection !== null) pool.discard(this.key, this.#connection);
    this.#connection = null;
    this.#pauseMs = 0;
    if (pauseMs === 0) pool.acquire(this);
    else this.#pause = setTimeout(() => pool.acquire(this), pauseMs);
  }

  #failureOf(error: Error): Failure {
    const failure = classifyError(error, this.#phase());
    const isClosedEarly = failure.errorClass === 'reset' && this.#isOnKept && !this.#isAnswered;
    return isClosedEarly ? describeFailure('closed_before_answer', null) : failure;
  }

  /** There is nothing more to be read, and the connection is of no further use. */
  #cutOff(): void {
    this.#discardConnection();
    this.#end(this.#statusFailure());
  }

  #endLate(): void {
    if (this.#isSuccess()) {
      this.#cutOff();
      return;
    }
    if (this.route !== null && !this.#isWritten && this.#phase() === 'tunnelling') {
      this.#giveUp(lateProxy(this.route));
      return;
    }
    const errorClass = this.#isWritten ? 'timeout' : classifyLateness(this.#phase());
    const what = errorClass === 'dns' ? `${this.target.hostname}: ` : '';
    this.#fail(describeFailure(errorClass, `${what}not within ${this.#timeoutMs} ms`));
  }

  #phase(): ConnectPhase {
    return this.#connection?.phase ?? 'waiting';
  }

  #isSuccess(): boolean {
    return this.#head !== null && isSuccess(this.#head.httpStatus);
  }

  #statusFailure(): Failure | null {
    const httpStatus = this.#head?.httpStatus ?? null;
    if (httpStatus === null || isSuccess(httpStatus)) return null;
    return describeFailure('http_status', String(httpStatus));
  }

  #fail(failure: Failure): void {
    if (this.#ended) return;
    this.#discardConnection();
    this.#end(failure);
  }

  /** Nothing was sent, and nothing is known of the receiver. */
  #giveUp(error: NotSentError): void {
    this.#discardConnection();
    this.#settle(error);
  }

  #discardConnection(): void {
    const { pool } = this.#options;
    if (this.#connection !== null) pool.discard(this.key, this.#connection);
    else pool.abandon(this);
  }

  #end(failure: Failure | null): void {
    const durationMs = Math.round(performance.now() - this.#startedAt);
    this.#settle({
      // By the clock at its end, which its next attempt is scheduled by, whatever was set meanwhile.
      startedAtMs: this.#options.clock.now() - durationMs,
      durationMs,
      httpStatus: this.#head?.httpStatus ?? null,
      errorClass: failure?.errorClass ?? null,
      errorMessage: failure?.message ?? null,
      responseSnippet: this.#snippet.bytes,
      retryAfterMs: this.#retryAfterMs(),
      ...(this.#isSuccess() ? saidOf(this.#head) : {}),
    });
  }

  #settle(result: AttemptOutcome | NotSentError): void {
    this.#ended = true;
    clearTimeout(this.#deadline);
    clearTimeout(this.#pause);
    this.#onEnd(result);
  }

  #retryAfterMs(): number | null {
    const head = this.#head;
    if (head === null || head.retryAfter === null || !waitStatuses.has(head.httpStatus)) {
      return null;
    }
    return parseRetryAfter(head.retryAfter, this.#options.clock.now());
  }
}

/** The attempt's time ran out before the proxy had as much as it may take. */
function lateProxy({ gate }: ProxyRoute): NotSentError {
  const message = 'The proxy was still being asked as the time for the attempt ran out';
  return new NotSentError('proxy_unreachable', shownProxy(gate.proxy), message, againAfterMs);
}

function isUnaskedContinue(error: Error): boolean {
  return error instanceof InvalidAnswerError && error.code === 'ERR_UNASKED_CONTINUE';
}

/** What an answer says of the event by webhook-duplicate, anything but true and false being nothing, and to a challenge. */
function saidOf(head: ResponseHead | null): Pick<AttemptOutcome, 'isDuplicate' | 'challenge'> {
  const said = head?.duplicate?.toLowerCase();
  const challenge = head?.challenge ?? null;
  return {
    ...(said === 'true' || said === 'false' ? { isDuplicate: said === 'true' } : {}),
    ...(challenge === null ? {} : { challenge }),
  };
}
