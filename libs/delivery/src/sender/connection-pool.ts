import { Connection, type ConnectionOptions } from './connection.ts';

export interface ConnectionPoolOptions extends ConnectionOptions {
  readonly connectionsPerOrigin: number;
  /** Beyond it the connections of the origin that was used longest ago are closed. */
  readonly maxOrigins: number;
}

/** Called with a connection as soon as one is free. */
export type ConnectionWaiter = (connection: Connection) => void;

interface Origin {
  /** Used last at the end, so that those which are not needed run into their idle timeout. */
  readonly idle: Connection[];
  readonly busy: Set<Connection>;
  /** In the order of their coming. */
  readonly waiting: Set<ConnectionWaiter>;
}

/** Connections by origin, reused, with caps on both. */
export class ConnectionPool {
  readonly #options: ConnectionPoolOptions;
  /** Used longest ago first. */
  readonly #origins = new Map<string, Origin>();

  constructor(options: ConnectionPoolOptions) {
    this.#options = options;
  }

  /** Hands over a connection now, or when one of the origin is given back. */
  acquire(name: string, waiter: ConnectionWaiter): void {
    const origin = this.#touch(name);
    const { idle, busy } = origin;
    const isFull = busy.size >= this.#options.connectionsPerOrigin;
    if (isFull) {
      origin.waiting.add(waiter);
      return;
    }
    const connection = idle.pop() ?? this.#open(name);
    busy.add(connection);
    waiter(connection);
  }

  /** Takes back a request for a connection that was not handed over yet. */
  abandon(name: string, waiter: ConnectionWaiter): void {
    const origin = this.#origins.get(name);
    if (origin === undefined) return;
    origin.waiting.delete(waiter);
    this.#forgetIfUnused(name, origin);
  }

  /** Gives back a connection that can be used again. */
  release(connection: Connection): void {
    const origin = this.#origins.get(connection.origin);
    if (origin === undefined) return;
    const next = takeFirst(origin.waiting);
    if (next !== null) {
      next(connection);
      return;
    }
    origin.busy.delete(connection);
    origin.idle.push(connection);
  }

  /** Closes a connection that cannot be used again. */
  discard(connection: Connection): void {
    void connection.destroy();
    const { origin: name } = connection;
    const origin = this.#origins.get(name);
    if (origin === undefined || !origin.busy.delete(connection)) return;
    const next = takeFirst(origin.waiting);
    if (next === null) this.#forgetIfUnused(name, origin);
    else this.acquire(name, next);
  }

  /** Closes every connection at once, those in use too. */
  async destroy(): Promise<void> {
    const connections = [...this.#origins.values()].flatMap(({ idle, busy }) => [...idle, ...busy]);
    this.#origins.clear();
    await Promise.all(connections.map((connection) => connection.destroy()));
  }

  #touch(name: string): Origin {
    const known = this.#origins.get(name);
    if (known !== undefined) {
      this.#origins.delete(name);
      this.#origins.set(name, known);
      return known;
    }
    if (this.#origins.size >= this.#options.maxOrigins) this.#closeOldest();
    const origin: Origin = { idle: [], busy: new Set(), waiting: new Set() };
    this.#origins.set(name, origin);
    return origin;
  }

  /** Origins in use stay; so their number is bounded by what is in flight, if by nothing else. */
  #closeOldest(): void {
    for (const [name, { idle, busy }] of this.#origins) {
      if (busy.size > 0) continue;
      this.#origins.delete(name);
      for (const connection of idle) void connection.destroy();
      return;
    }
  }

  #open(name: string): Connection {
    return new Connection(name, this.#options, (it) => this.#onDisconnect(it));
  }

  /** A connection in use connects again by itself; an idle one would only be kept for nothing. */
  #onDisconnect(connection: Connection): void {
    const origin = this.#origins.get(connection.origin);
    const index = origin?.idle.indexOf(connection) ?? -1;
    if (origin === undefined || index === -1) return;
    origin.idle.splice(index, 1);
    void connection.destroy();
    this.#forgetIfUnused(connection.origin, origin);
  }

  #forgetIfUnused(name: string, { idle, busy, waiting }: Origin): void {
    if (idle.length + busy.size + waiting.size === 0) this.#origins.delete(name);
  }
}

function takeFirst<T>(set: Set<T>): T | null {
  for (const value of set) {
    set.delete(value);
    return value;
  }
  return null;
}
