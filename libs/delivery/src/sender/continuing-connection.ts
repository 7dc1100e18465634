import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

import { AnswerMeter, maxHeadBytes } from './answer-meter.ts';
import type { Connection, ConnectionOptions } from './connection.ts';
import { InvalidAnswerError, type ExchangeRequest, type ExchangeUser } from './exchange.ts';
import { ConnectionClosedError, openSocket, type ConnectPhase } from './open-socket.ts';
import type { Target } from './target.ts';

/**
 * A connection for one request to an origin that sends "100 Continue" unasked, which undici takes
 * for a broken answer and node:http for what it is.
 */
export class ContinuingConnection implements Connection {
  readonly target: Target;
  readonly canBeKept = false;
  readonly openedAt = performance.now();
  readonly #options: ConnectionOptions;
  readonly #meter = new AnswerMeter();
  #phase: ConnectPhase = 'waiting';
  #user: ExchangeUser | null = null;
  #destroy: () => void = () => undefined;

  constructor(target: Target, options: ConnectionOptions) {
    this.target = target;
    this.#options = options;
  }

  get phase(): ConnectPhase {
    return this.#phase;
  }

  send(request: ExchangeRequest, user: ExchangeUser): void {
    this.#user = user;
    const { secure, hostname: host, port } = this.target;
    const { memory, sessionKey, ...options } = this.#options;
    let socket: Socket | null = null;
    const opening = openSocket(
      {
        ...{ ...options, secure, host, port },
        session: memory.session(sessionKey),
        onSession: (session) => memory.keepSession(sessionKey, session),
        onPhase: (phase) => {
          this.#phase = phase;
        },
        onSocket: (opened) => {
          socket = opened;
        },
      },
      (error) => {
        if (this.#user === null) return;
        if (error !== null || socket === null) this.#fail(error ?? new ConnectionClosedError());
        else if (!user.onWrite(false)) this.#fail(new Error('The request was not written'));
        else {
          this.#meter.watch(socket, 'data');
          this.#meter.start();
          this.#follow(this.#write(request, socket));
        }
      },
    );
    this.#destroy = () => opening.destroy();
  }

  destroy(): void {
    this.#user = null;
    this.#destroy();
  }

  #write({ path, headers, body }: ExchangeRequest, socket: Socket) {
    const sent = httpRequest({
      createConnection: () => socket,
      method: 'POST',
      path,
      headers: [
        ...['Host', this.target.host],
        ...Object.entries(headers).flat(),
        ...['Content-Length', String(body.byteLength)],
      ],
      setHost: false,
      maxHeaderSize: maxHeadBytes,
      insecureHTTPParser: false,
    });
    sent.end(body);
    return sent;
  }

  #follow(sent: ClientRequest): void {
    sent.on('information', ({ statusCode: httpStatus }) => {
      this.#meter.awaitHead();
      this.#user?.onHead({ httpStatus, retryAfter: null, duplicate: null, challenge: null });
    });
    sent.on('response', (response) => this.#read(response));
    sent.on('upgrade', () => {
      this.#fail(new InvalidAnswerError('ERR_ANSWER_UPGRADE', 'It switches protocols'));
    });
    sent.on('error', (error) => this.#fail(asInvalidAnswer(error) ?? error));
    sent.on('close', () => this.#fail(new ConnectionClosedError()));
  }

  #read(response: IncomingMessage): void {
    this.#meter.takeHead();
    const { headersDistinct: headers, statusCode: httpStatus = 0 } = response;
    const retryAfter = headers['retry-after']?.[0] ?? null;
    const duplicate = headers['webhook-duplicate']?.[0] ?? null;
    const challenge = headers['webhook-challenge']?.[0] ?? null;
    this.#user?.onAnswer();
    this.#user?.onHead({ httpStatus, retryAfter, duplicate, challenge });
    response.on('data', (data: Buffer) => this.#user?.onData(data));
    response.on('error', (error) => this.#fail(error));
    response.on('end', () => {
      const user = this.#user;
      this.#user = null;
      user?.onEnd();
    });
  }

  #fail(error: Error): void {
    const user = this.#user;
    this.#user = null;
    user?.onError(error);
  }
}

/** The parser's own words, for the owner of the receiver. */
function asInvalidAnswer(error: Error): InvalidAnswerError | null {
  const { code, reason } = error as { code?: unknown; reason?: unknown };
  const isOfParser = typeof code === 'string' && code.startsWith('HPE_');
  if (!isOfParser || typeof reason !== 'string' || code === 'HPE_INVALID_EOF_STATE') return null;
  return new InvalidAnswerError('ERR_ANSWER_SYNTAX', reason);
}
