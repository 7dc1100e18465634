import type { Socket } from 'node:net';

import { mayTake } from '@webhooks/runtime';

/** Who is at the other end of connections. */
interface Peer {
  readonly name: string;
  /** A proxy whose callers count by the address that it names; it has no share of its own. */
  readonly isProxy: boolean;
  held: number;
  waiting: number;
  /** Connections that wait, by the caller that their request names; that wait longest, first. */
  readonly callers: Map<string, Set<Socket>>;
}

interface Connection {
  readonly peer: Peer;
  /** Requests that have arrived in full and are not answered. */
  answering: number;
  /** Among whose connections it waits; null while it does not. */
  caller: string | null;
}

/** Behind a connection that has not brought the head of a request, nobody is known yet. */
const NOBODY = '';

/**
 * Shares out connections between peers. One that waits for the rest of a head or a body, or for the
 * next request, holds no slot that others need: when one more connection has none, the one that has
 * waited longest goes, of the peer that holds most.
 */
export class ConnectionSlots {
  readonly #capacity: number;
  readonly #peers = new Map<string, Peer>();
  readonly #connections = new Map<Socket, Connection>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Takes a slot for a connection until it closes, or ends the connection. */
  accept(socket: Socket, name: string, isProxy: boolean): void {
    const peer = this.#peers.get(name) ?? newPeer(name, isProxy);
    if (!this.#makeRoom(peer)) {
      socket.destroy();
      return;
    }
    peer.held += 1;
    this.#peers.set(name, peer);
    const connection: Connection = { peer, answering: 0, caller: null };
    this.#connections.set(socket, connection);
    this.#wait(socket, connection, NOBODY);
    socket.once('close', () => this.#leave(socket));
  }

  /** The head of a request has come, and says for whom it is; its body has not. */
  began(socket: Socket, caller: string): void {
    const connection = this.#connections.get(socket);
    if (connection !== undefined && connection.answering === 0) {
      this.#wait(socket, connection, caller);
    }
  }

  /** A request has come in full: its connection keeps its slot until it is answered. */
  arrived(socket: Socket): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined) return;
    connection.answering += 1;
    this.#stopWaiting(socket, connection);
  }

  /** A request that had arrived is over. */
  answered(socket: Socket): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined) return;
    connection.answering -= 1;
    if (connection.answering === 0) this.#wait(socket, connection, NOBODY);
  }

  #makeRoom(peer: Peer): boolean {
    const free = this.#capacity - this.#connections.size;
    if (peer.isProxy ? free > 0 : mayTake({ held: peer.held, free })) return true;
    const socket = longestWaiting(this.#peerThatGivesWay(peer));
    if (socket === null) return false;
    this.#leave(socket);
    socket.destroy();
    return true;
  }

  /** Of the peers that have a connection which waits the one that holds most; none with less. */
  #peerThatGivesWay(peer: Peer): Peer | null {
    let most: Peer | null = peer.waiting > 0 ? peer : null;
    for (const other of this.#peers.values()) {
      if (other.waiting > 0 && other.held > (most ?? peer).held) most = other;
    }
    return most;
  }

  #leave(socket: Socket): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined) return;
    this.#stopWaiting(socket, connection);
    this.#connections.delete(socket);
    const { peer } = connection;
    peer.held -= 1;
    if (peer.held === 0) this.#peers.delete(peer.name);
  }

  /** It waits behind all others of its caller. */
  #wait(socket: Socket, connection: Connection, caller: string): void {
    this.#stopWaiting(socket, connection);
    const { peer } = connection;
    const sockets = peer.callers.get(caller) ?? new Set();
    peer.callers.set(caller, sockets.add(socket));
    peer.waiting += 1;
    connection.caller = caller;
  }

  #stopWaiting(socket: Socket, connection: Connection): void {
    const { peer, caller } = connection;
    if (caller === null) return;
    const sockets = peer.callers.get(caller);
    sockets?.delete(socket);
    if (sockets?.size === 0) peer.callers.delete(caller);
    peer.waiting -= 1;
    connection.caller = null;
  }
}

function newPeer(name: string, isProxy: boolean): Peer {
  return { name, isProxy, held: 0, waiting: 0, callers: new Map() };
}

/** Of the caller who has most of them. */
function longestWaiting(peer: Peer | null): Socket | null {
  let most: ReadonlySet<Socket> = new Set();
  for (const sockets of peer?.callers.values() ?? []) if (sockets.size > most.size) most = sockets;
  const [socket] = most;
  return socket ?? null;
}
