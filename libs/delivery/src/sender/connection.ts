import type { Socket } from 'node:net';

import { Client, type Dispatcher } from 'undici';

import { openSocket, type ConnectPhase, type SocketOptions } from './open-socket.ts';

/** What all connections of a sender share. */
export interface ConnectionOptions extends Pick<SocketOptions, 'lookup' | 'trustedCertificates'> {
  /** How long an unused connection is kept. */
  readonly idleTimeoutMs: number;
}

const maxHeaderBytes = 16 * 1024;

/**
 * One keep-alive connection to an origin, for one request at a time. It connects when the first
 * request comes, and again when the receiver has closed it before a request was written.
 */
export class Connection {
  readonly origin: string;
  readonly #client: Client;
  #socket: Socket | null = null;
  #phase: ConnectPhase = 'waiting';

  constructor(origin: string, options: ConnectionOptions, onDisconnect: (it: Connection) => void) {
    this.origin = origin;
    this.#client = new Client(origin, {
      connect: (to, callback) => {
        this.#socket = openSocket(
          {
            secure: to.protocol === 'https:',
            host: to.hostname,
            port: Number(to.port) || (to.protocol === 'https:' ? 443 : 80),
            lookup: options.lookup,
            trustedCertificates: options.trustedCertificates,
            onPhase: (phase) => (this.#phase = phase),
          },
          (...result) => callback(...(result as [null, Socket] | [Error, null])),
        );
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
    this.#client.dispatch(request, handler);
  }

  /** Closes the socket at once, whatever it is doing; resolves when it is closed. */
  async destroy(): Promise<void> {
    this.#socket?.destroy();
    await this.#client.destroy();
  }
}
