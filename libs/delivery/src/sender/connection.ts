import type { Socket } from 'node:net';

import {
  ConnectionClosedError,
  openSocket,
  type ConnectPhase,
  type SocketOptions,
} from './open-socket.ts';
import type { Target } from './target.ts';
import type { WriteTurn } from './write-turn.ts';

/** What all connections of a sender share. */
export type ConnectionOptions = Pick<SocketOptions, 'lookup' | 'trustedCertificates'>;

/** Whoever has a connection for one request. */
export interface ConnectionUser {
  /** The request may be written now. */
  onReady(): void;
  /** Bytes came; they are not to be kept. */
  onData(bytes: Buffer): void;
  /** The receiver has ended its side. */
  onEnd(): void;
  /** The connection could not be made, or is broken. */
  onError(error: Error): void;
}

/** Up to here a copy costs less than a second buffer to write. */
const maxCopiedBytes = 64 * 1024;

/** One keep-alive connection to an origin, for one request at a time. */
export class Connection {
  readonly target: Target;
  /** While it is idle: when it is closed, by performance.now(). */
  idleUntil = 0;
  /** Requests that it carried to their answers, and when the last one was there in full. */
  answers = 0;
  answeredAt = 0;
  readonly #turn: WriteTurn;
  readonly #onLost: (it: Connection) => void;
  #socket: Socket | null = null;
  #user: ConnectionUser | null = null;
  #phase: ConnectPhase = 'waiting';
  #isLost = false;
  readonly #ready = (): void => {
    if (!this.#isLost) this.#user?.onReady();
  };

  /** onLost: called once when its receiver ends it or it breaks, whoever has it. */
  constructor(target: Target, turn: WriteTurn, onLost: (it: Connection) => void) {
    this.target = target;
    this.#turn = turn;
    this.#onLost = onLost;
  }

  get phase(): ConnectPhase {
    return this.#phase;
  }

  /** True when all that was written has been handed to the system. */
  get isWritten(): boolean {
    return this.#socket?.writableLength === 0;
  }

  /**
   * Gives it to a user until `leave` or `destroy`, and calls onReady when it can carry a request: a
   * kept one at the end of this turn of the event loop, so that what came on it meanwhile, its end
   * most of all, is seen before the request is written.
   */
  use(user: ConnectionUser, options: ConnectionOptions): void {
    this.#user = user;
    if (this.#socket === null) this.#open(options);
    else this.#turn.add(this.#ready);
  }

  /** Nobody has it: what comes now breaks it. */
  leave(): void {
    this.#user = null;
  }

  /** Writes a request: a head in Latin-1, and a body. */
  write(head: string, body: Uint8Array): void {
    const socket = this.#socket;
    if (socket === null) return;
    if (body.byteLength > maxCopiedBytes) {
      socket.cork();
      socket.write(head, 'latin1');
      socket.write(body);
      socket.uncork();
      return;
    }
    const bytes = Buffer.allocUnsafe(head.length + body.byteLength);
    bytes.write(head, 'latin1');
    bytes.set(body, head.length);
    socket.write(bytes);
  }

  /** Closes it at once, whatever it is doing. Nothing is called any more. */
  destroy(): void {
    this.#user = null;
    this.#isLost = true;
    this.#socket?.destroy();
  }

  #open(options: ConnectionOptions): void {
    const { secure, hostname: host, port } = this.target;
    const onPhase = (phase: ConnectPhase): void => {
      this.#phase = phase;
    };
    const onData = (bytes: Buffer): void => {
      if (this.#user === null) this.#lose();
      else this.#user.onData(bytes);
    };
    const socket = openSocket({ ...options, secure, host, port, onPhase, onData }, (error) => {
      if (error !== null) this.#user?.onError(error);
      else this.#user?.onReady();
    });
    socket.on('end', () => this.#lose());
    socket.on('error', (error) => this.#lose(error));
    socket.on('close', () => this.#lose(new ConnectionClosedError()));
    this.#socket = socket;
  }

  /** It has ended or is broken; without an error its user may still find that all is well. */
  #lose(error?: Error): void {
    const user = this.#user;
    if (!this.#isLost) {
      this.#isLost = true;
      this.#onLost(this);
    }
    if (user === null || this.#phase !== 'established') return;
    if (error === undefined) user.onEnd();
    else user.onError(error);
  }
}
