import type { Http2Session, ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';

import { ShareLedger } from '@webhooks/runtime';

/** How many there may be of both kinds. */
export interface ConnectionLimits {
  /** Connections that have not said yet what they speak. */
  readonly maxSilent: number;
  /** Those that speak HTTP/2. */
  readonly maxOpen: number;
}

interface Connection {
  readonly holder: string;
  readonly session: ServerHttp2Session;
  streams: number;
  readonly giveBack: () => void;
}

/** What an idle connection that has to go may take to close. */
const CLOSE_MS = 1_000;

/**
 * Shares out connections between those who call. One that only waits holds no slot that others
 * need: of those that say nothing the oldest goes, of those without a stream the one that has been
 * idle for longest.
 */
export class ConnectionSlots {
  readonly #limits: ConnectionLimits;
  /** With their holders, oldest first. */
  readonly #silent = new Map<Socket, string>();
  readonly #slots: ShareLedger<string>;
  /** Those that have been idle for longest first. */
  readonly #open = new Map<Http2Session, Connection>();

  constructor(connectionLimits: ConnectionLimits) {
    this.#limits = connectionLimits;
    this.#slots = new ShareLedger({ capacity: connectionLimits.maxOpen });
  }

  /** Sessions that are open. */
  get sessions(): readonly ServerHttp2Session[] {
    return Array.from(this.#open.values(), ({ session }) => session);
  }

  /** A connection was accepted; it is silent until it closes or `open` takes it. */
  accept(socket: Socket, holder: string): void {
    if (this.#silent.size >= this.#limits.maxSilent) this.#dropSilent();
    this.#silent.set(socket, holder);
    socket.once('close', () => this.#silent.delete(socket));
  }

  /** Ends all connections that say nothing. */
  closeSilent(): void {
    for (const socket of this.#silent.keys()) socket.destroy();
  }

  /** Gives a slot to a connection that speaks HTTP/2; null when there is none for its holder. */
  open(socket: Socket): Disposable | null {
    const holder = this.#silent.get(socket);
    if (holder === undefined) return null;
    if (!this.#slots.take(holder)) {
      this.#dropIdle(holder);
      if (!this.#slots.take(holder)) return null;
    }
    this.#silent.delete(socket);
    let isHeld = true;
    const giveBack = (): void => {
      if (isHeld) this.#slots.give(holder);
      isHeld = false;
    };
    socket.once('close', giveBack);
    return { [Symbol.dispose]: giveBack };
  }

  /** The session that was made of a connection with a slot. */
  track(session: ServerHttp2Session, holder: string, slot: Disposable): void {
    const giveBack = (): void => slot[Symbol.dispose]();
    this.#open.set(session, { holder, session, streams: 0, giveBack });
    session.once('close', () => this.#open.delete(session));
  }

  /** A stream of a session began; the session is idle again when it has ended. */
  beginStream(session: Http2Session | undefined, ended: (listener: () => void) => void): void {
    const connection = session === undefined ? undefined : this.#open.get(session);
    if (session === undefined || connection === undefined) return;
    connection.streams += 1;
    ended(() => {
      connection.streams -= 1;
      // The one that was active last is the last one of the map.
      if (this.#open.delete(session)) this.#open.set(session, connection);
    });
  }

  /** Drops the oldest silent connection of whoever has most of them. */
  #dropSilent(): void {
    const counts = new Map<string, number>();
    for (const holder of this.#silent.values()) counts.set(holder, (counts.get(holder) ?? 0) + 1);
    const most = Math.max(...counts.values());
    for (const [socket, holder] of this.#silent) {
      if (counts.get(holder) !== most) continue;
      this.#silent.delete(socket);
      socket.destroy();
      return;
    }
  }

  /** Closes an idle connection of the holder; any, if there is no slot at all. */
  #dropIdle(holder: string): void {
    const isFull = this.#slots.free === 0;
    for (const [session, connection] of this.#open) {
      const mayGo = connection.holder === holder || (isFull && this.#slots.held(holder) === 0);
      if (connection.streams > 0 || !mayGo) continue;
      this.#open.delete(session);
      connection.giveBack();
      close(connection.session);
      return;
    }
  }
}

function close(session: ServerHttp2Session): void {
  const limit = setTimeout(() => session.destroy(), CLOSE_MS);
  session.once('close', () => clearTimeout(limit));
  session.close();
}
