import type { LookupFunction, Socket } from 'node:net';
import type { SecureContext } from 'node:tls';

import type { ProxyRoute } from '../egress/open-tunnel.ts';
import { AnswerMeter, maxHeadBytes } from './answer-meter.ts';
import type { ExchangeRequest, ExchangeUser } from './exchange.ts';
import { openSocket, type ConnectPhase, type OpeningSocket } from './open-socket.ts';
import type { OriginMemory } from './origin-memory.ts';
import type { Target } from './target.ts';
import { UndiciExchange, type ExchangeConnection } from './undici-exchange.ts';
import { Client } from './undici-parts.ts';

/** What all connections of a sender share. */
export interface ConnectionOptions {
  /** How long an unused connection is kept, if its receiver does not say less. */
  readonly idleTimeoutMs: number;
  /** Null: the system's own. */
  readonly lookup: LookupFunction | null;
  /** The proxy that it goes through; null: none. */
  readonly route: ProxyRoute | null;
  readonly secureContext: () => SecureContext;
  /** TLS sessions are resumed by what has the same. */
  readonly sessionKey: string;
  readonly memory: OriginMemory;
}

/** What a connection is given up before its receiver says that it closes it. */
const closingMarginMs = 1_000;

/** One way to an origin, for one request at a time. */
export interface Connection {
  readonly target: Target;
  readonly phase: ConnectPhase;
  /** False when it can carry no more than one request. */
  readonly canBeKept: boolean;
  /** When it was established last, by performance.now(). */
  readonly openedAt: number;
  send(request: ExchangeRequest, user: ExchangeUser): void;
  /** Closes it at once, whatever it is doing. Nothing is called any more. */
  destroy(): void;
}

/**
 * A connection that is kept and used again. When its receiver closes it before a request is written,
 * undici opens another one for that request.
 */
export class KeptConnection implements Connection, ExchangeConnection {
  readonly target: Target;
  readonly canBeKept = true;
  openedAt = 0;
  readonly #options: ConnectionOptions;
  readonly #client: InstanceType<typeof Client>;
  readonly #meter = new AnswerMeter();
  #opening: OpeningSocket | null = null;
  #socket: Socket | null = null;
  #phase: ConnectPhase = 'waiting';
  #exchange: UndiciExchange | null = null;
  #answers = 0;
  #answeredAt = 0;
  #tlsError: Error | null = null;

  /** onLost: called when its receiver ends it or it breaks, with what is known of why. */
  constructor(
    target: Target,
    options: ConnectionOptions,
    onLost: (it: KeptConnection, isByReceiver: boolean) => void,
  ) {
    this.target = target;
    this.#options = options;
    this.#client = new Client(target.origin, {
      connect: (_options, callback) => {
        this.#connect((error) => {
          if (error === null && this.#socket !== null) callback(null, this.#socket);
          else callback(error ?? new Error('The connection was given up'), null);
        });
      },
      allowH2: false,
      pipelining: 1,
      maxHeaderSize: maxHeadBytes,
      // The deadline of an attempt is one over all of it.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: options.idleTimeoutMs,
      keepAliveMaxTimeout: options.idleTimeoutMs,
      keepAliveTimeoutThreshold: closingMarginMs,
    });
    this.#client.on('disconnect', (_origin, _targets, error) => {
      onLost(this, error.code !== 'UND_ERR_INFO');
    });
  }

  get phase(): ConnectPhase {
    return this.#phase;
  }

  /** Requests that it carried to their answers since it was established. */
  get answers(): number {
    return this.#answers;
  }

  /** When the last of them was there in full, by performance.now(). */
  get answeredAt(): number {
    return this.#answeredAt;
  }

  send({ path, headers, body }: ExchangeRequest, user: ExchangeUser): void {
    this.#exchange = new UndiciExchange(user, this.#meter, this);
    const request = { path, method: 'POST', headers, body, blocking: false };
    this.#client.dispatch(request, this.#exchange);
  }

  isUsed(): boolean {
    return this.#answers > 0;
  }

  /** What was written before may still be on its way out, and would hold up what follows it. */
  isFree(): boolean {
    return this.#socket?.writableLength === 0;
  }

  onAnswered(): void {
    this.#answers += 1;
    this.#answeredAt = performance.now();
  }

  tlsError(): Error | null {
    return this.#tlsError;
  }

  destroy(): void {
    this.#exchange?.leave();
    this.#opening?.destroy();
    this.#client.destroy(null, () => undefined);
  }

  #connect(callback: (error: Error | null) => void): void {
    const { target } = this;
    const { memory, sessionKey, ...options } = this.#options;
    this.#answers = 0;
    this.#tlsError = null;
    this.#socket = null;
    this.#opening = openSocket(
      {
        ...options,
        secure: target.secure,
        host: target.hostname,
        port: target.port,
        session: memory.session(sessionKey),
        onSession: (session) => memory.keepSession(sessionKey, session),
        onPhase: (phase) => {
          this.#phase = phase;
        },
        onSocket: (socket) => this.#take(socket),
      },
      (error) => {
        this.openedAt = performance.now();
        if (error !== null && this.#phase === 'handshaking') memory.forgetSession(sessionKey);
        callback(error);
      },
    );
  }

  #take(socket: Socket): void {
    socket.on('error', (error: Error & { code?: string }) => {
      if (error.code?.startsWith('ERR_SSL_') === true) this.#tlsError ??= error;
    });
    this.#socket = socket;
    this.#meter.watch(socket, 'readable');
  }
}
