import type { Socket } from 'node:net';

import { Client, type buildConnector, type Dispatcher } from 'undici';

import { openSocket, type ConnectPhase, type SocketOptions } from './open-socket.ts';

/** What all connections of a sender share. */
export interface ConnectionOptions extends Pick<SocketOptions, 'lookup' | 'trustedCertificates'> {
  /** How long an unused connection is kept. */
  readonly idleTimeoutMs: number;
}

const maxHeaderBytes = 16 * 1024;

/** Of one answer on the wire, whatever it is made of; above what its parts may come to. */
const maxAnswerBytes = 256 * 1024;

/** An answer that does not end in sense; tells the classifier what became of it. */
class AnswerTooLongError extends Error {
  readonly code = 'ERR_ANSWER_TOO_LONG';
}

/**
 * One keep-alive connection to an origin, for one request at a time. It connects when the first
 * request comes, and again when the receiver has closed it before a request was written.
 */
export class Connection {
  readonly origin: string;
  readonly #client: Client;
  #socket: Socket | null = null;
  #phase: ConnectPhase = 'waiting';
  #bytesReadBefore = 0;

  constructor(origin: string, options: ConnectionOptions, onDisconnect: (it: Connection) => void) {
    this.origin = origin;
    this.#client = new Client(origin, {
      connect: (to, callback) => {
        this.#socket = this.#open(to, options, callback);
      },
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: options.idleTimeoutMs,
      keepAliveMaxTimeout: options.idleTimeoutMs,
      maxHeaderSize: maxHeaderBytes,
      // The deadline of the attempt covers both.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#client.on('disconnect', () => onDisconnect(this));
  }

  get phase(): ConnectPhase {
    return this.#phase;
  }

  /** Only when no other request is in flight on it. */
  dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#bytesReadBefore = this.#socket?.bytesRead ?? 0;
    this.#client.dispatch(request, handler);
  }

  /** Closes the socket at once, whatever it is doing; resolves when it is closed. */
  async destroy(): Promise<void> {
    this.#socket?.destroy();
    await this.#client.destroy();
  }

  #open(
    to: buildConnector.Options,
    { lookup, trustedCertificates }: ConnectionOptions,
    callback: buildConnector.Callback,
  ): Socket {
    const socket = openSocket(
      {
        secure: to.protocol === 'https:',
        host: to.hostname,
        port: portOf(to),
        lookup,
        trustedCertificates,
        onPhase: (phase) => (this.#phase = phase),
      },
      (error) => {
        if (error !== null) return callback(error, null);
        this.#bytesReadBefore = 0;
        socket.on('readable', () => this.#limitReading(socket));
        callback(null, socket);
      },
    );
    return socket;
  }

  #limitReading(socket: Socket): void {
    if (socket.bytesRead - this.#bytesReadBefore <= maxAnswerBytes) return;
    socket.destroy(new AnswerTooLongError('The answer is too long'));
  }
}

function portOf(to: buildConnector.Options): number {
  if (to.port !== '') return Number(to.port);
  return to.protocol === 'https:' ? 443 : 80;
}
