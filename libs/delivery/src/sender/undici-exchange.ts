import type { Dispatcher } from 'undici';

import type { AnswerMeter } from './answer-meter.ts';
import { InvalidAnswerError, type ExchangeUser } from './exchange.ts';
import { errors } from './undici-parts.ts';

/** What an exchange asks of its connection, and tells it. */
export interface ExchangeConnection {
  /** It has carried requests to their answers. */
  isUsed(): boolean;
  /** False while an earlier request is still being written. */
  isFree(): boolean;
  onAnswered(): void;
  /** What TLS said before the connection ended; null: nothing. */
  tlsError(): Error | null;
}

/** Nothing of the request was written. */
class NotWrittenError extends Error {}

/** One request and its answer, as undici tells of them. */
export class UndiciExchange implements Dispatcher.DispatchHandler {
  #user: ExchangeUser | null;
  readonly #meter: AnswerMeter;
  readonly #connection: ExchangeConnection;
  #isHeadThere = false;

  constructor(user: ExchangeUser, meter: AnswerMeter, connection: ExchangeConnection) {
    this.#user = user;
    this.#meter = meter;
    this.#connection = connection;
  }

  /** Nobody hears any more of what becomes of it. */
  leave(): void {
    this.#user = null;
  }

  /** Called in the turn in which undici writes the request, right before. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    const isFree = this.#connection.isFree();
    const isWritten = isFree && this.#user?.onWrite(this.#connection.isUsed()) === true;
    if (isWritten) this.#meter.start();
    else controller.abort(new NotWrittenError('The request was not written'));
  }

  onResponseStarted(): void {
    this.#user?.onAnswer();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    httpStatus: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (httpStatus < 200) this.#meter.awaitHead();
    else {
      this.#meter.takeHead();
      this.#isHeadThere = true;
    }
    this.#user?.onHead({
      httpStatus,
      retryAfter: firstOf(headers['retry-after']),
      duplicate: firstOf(headers['webhook-duplicate']),
      challenge: firstOf(headers['webhook-challenge']),
    });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#user?.onData(chunk);
  }

  onResponseEnd(): void {
    this.#meter.stop();
    this.#connection.onAnswered();
    this.#user?.onEnd();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#meter.stop();
    this.#user?.onError(this.#reasonFor(error));
  }

  /** An alert comes before the end of the connection, which undici reports in its place. */
  #reasonFor(error: Error): Error {
    const isEnd = error instanceof errors.SocketError;
    const tlsError = isEnd ? this.#connection.tlsError() : null;
    return tlsError ?? invalidAnswer(error, this.#isHeadThere) ?? error;
  }
}

/** What undici says of a request that is written in words that name no reason. */
function invalidAnswer(error: Error, isHeadThere: boolean): InvalidAnswerError | null {
  if (error instanceof errors.SocketError && error.message === 'bad response') {
    const message = '100 Continue came unasked; the next attempt takes it';
    return new InvalidAnswerError('ERR_UNASKED_CONTINUE', message);
  }
  if (error instanceof errors.SocketError && error.message === 'bad upgrade') {
    return new InvalidAnswerError('ERR_ANSWER_UPGRADE', 'It switches protocols');
  }
  // Within a body the connection ended too early; within a head its length is none, or is two.
  if (error instanceof errors.ResponseContentLengthMismatchError && !isHeadThere) {
    const message = 'Content-Length is not a number, comes twice or beside Transfer-Encoding';
    return new InvalidAnswerError('ERR_ANSWER_LENGTH', message);
  }
  if (error instanceof errors.HeadersOverflowError) {
    return new InvalidAnswerError('ERR_ANSWER_TOO_LONG', 'The head is longer than 32 KiB');
  }
  if (error instanceof errors.HTTPParserError && error.code !== 'HPE_INVALID_EOF_STATE') {
    return new InvalidAnswerError('ERR_ANSWER_SYNTAX', parserReason(error));
  }
  return null;
}

/** The parser's own words, which undici puts in brackets; its code says less, or is missing. */
function parserReason({ message }: Error): string {
  const reason = message.slice(message.indexOf('(') + 1);
  return reason.endsWith(')') ? reason.slice(0, -1) : reason;
}

function firstOf(value: string | string[] | undefined): string | null {
  return (typeof value === 'string' ? value : value?.[0]) ?? null;
}
