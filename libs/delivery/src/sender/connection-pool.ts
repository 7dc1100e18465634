import { Connection, type ConnectionOptions, type ConnectionUser } from './connection.ts';
import type { Target } from './target.ts';
import { WriteTurn } from './write-turn.ts';

export interface ConnectionPoolOptions extends ConnectionOptions {
  readonly connectionsPerOrigin: number;
  /** How long an unused connection is kept, if its receiver does not say less. */
  readonly idleTimeoutMs: number;
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
  /** Until then each connection carries one request, by performance.now(). */
  singleUseUntil: number;
}

/** A connection that ends so soon after its first answer was never meant to be kept. */
const silentCloseMs = 1_000;
/** How long an origin that closes without a word is taken at that. */
const singleUseMs = 60_000;

/** What a connection is given up before its receiver says that it closes it. */
const closingMarginMs = 1_000;

/** Connections by origin, reused, with caps on both. */
export class ConnectionPool {
  readonly #options: ConnectionPoolOptions;
  readonly #turn = new WriteTurn();
  /** Closes what was idle for too long; there is one while anything is idle. */
  #sweep: NodeJS.Timeout | null = null;
  /** Used longest ago first. */
  readonly #origins = new Map<string, Origin>();
  #lastUsed = '';

  constructor(options: ConnectionPoolOptions) {
    this.#options = options;
  }

  /** Hands over a connection now, or when one of the origin is given back. */
  acquire(target: Target, waiter: ConnectionWaiter): void {
    const origin = this.#touch(target.origin);
    const { idle, busy } = origin;
    const isFull = busy.size >= this.#options.connectionsPerOrigin;
    if (isFull) {
      origin.waiting.add(waiter);
      return;
    }
    const connection = this.#takeIdle(idle) ?? this.#open(target);
    busy.add(connection);
    waiter(connection);
  }

  /** Lets a user write and read on a connection that was handed over to it. */
  use(connection: Connection, user: ConnectionUser): void {
    connection.use(user, this.#options);
  }

  /** Takes back a request for a connection that was not handed over yet. */
  abandon({ origin: name }: Target, waiter: ConnectionWaiter): void {
    const origin = this.#origins.get(name);
    if (origin === undefined) return;
    origin.waiting.delete(waiter);
    this.#forgetIfUnused(name, origin);
  }

  /** Gives back a connection that can be used again; keptForMs: what its receiver says. */
  release(connection: Connection, keptForMs: number | null): void {
    connection.leave();
    const keepMs = Math.min(this.#options.idleTimeoutMs, (keptForMs ?? Infinity) - closingMarginMs);
    if (keepMs <= 0) {
      this.discard(connection);
      return;
    }
    const origin = this.#origins.get(connection.target.origin);
    if (origin === undefined) return;
    const now = performance.now();
    if (origin.singleUseUntil > now) {
      this.discard(connection);
      return;
    }
    connection.answers += 1;
    connection.answeredAt = now;
    const next = takeFirst(origin.waiting);
    if (next !== null) {
      next(connection);
      return;
    }
    origin.busy.delete(connection);
    origin.idle.push(connection);
    connection.idleUntil = now + keepMs;
    this.#sweep ??= setInterval(() => this.#closeUnused(), this.#options.idleTimeoutMs / 2).unref();
  }

  /** Closes a connection that cannot be used again. */
  discard(connection: Connection): void {
    connection.destroy();
    const { target } = connection;
    const { origin: name } = target;
    const origin = this.#origins.get(name);
    if (origin === undefined || !origin.busy.delete(connection)) return;
    const next = takeFirst(origin.waiting);
    if (next === null) this.#forgetIfUnused(name, origin);
    else this.acquire(target, next);
  }

  /** Closes every connection at once, those in use too. */
  destroy(): void {
    this.#stopSweep();
    const connections = [...this.#origins.values()].flatMap(({ idle, busy }) => [...idle, ...busy]);
    this.#origins.clear();
    for (const connection of connections) connection.destroy();
  }

  #touch(name: string): Origin {
    const known = this.#origins.get(name);
    if (known !== undefined) {
      if (name === this.#lastUsed) return known;
      this.#lastUsed = name;
      this.#origins.delete(name);
      this.#origins.set(name, known);
      return known;
    }
    this.#lastUsed = name;
    if (this.#origins.size >= this.#options.maxOrigins) this.#closeOldest();
    const origin: Origin = { idle: [], busy: new Set(), waiting: new Set(), singleUseUntil: 0 };
    this.#origins.set(name, origin);
    return origin;
  }

  /** Origins in use stay; so their number is bounded by what is in flight, if by nothing else. */
  #closeOldest(): void {
    for (const [name, { idle, busy }] of this.#origins) {
      if (busy.size > 0) continue;
      this.#origins.delete(name);
      for (const connection of idle) connection.destroy();
      return;
    }
  }

  #takeIdle(idle: Connection[]): Connection | null {
    const now = performance.now();
    for (let last = idle.pop(); last !== undefined; last = idle.pop()) {
      if (last.idleUntil > now) return last;
      last.destroy();
    }
    return null;
  }

  #open(target: Target): Connection {
    return new Connection(target, this.#turn, (it) => this.#lost(it));
  }

  /**
   * One whose receiver closes behind every answer, without having said so, would get a part of its
   * requests on connections that are being closed, and nobody would know whether they came.
   */
  #lost(connection: Connection): void {
    const now = performance.now();
    const isSilentClose = connection.answers === 1 && now - connection.answeredAt < silentCloseMs;
    const origin = this.#origins.get(connection.target.origin);
    if (isSilentClose && origin !== undefined) origin.singleUseUntil = now + singleUseMs;
    this.#closeIdle(connection);
  }

  #closeIdle(connection: Connection): void {
    const { origin: name } = connection.target;
    const origin = this.#origins.get(name);
    const index = origin?.idle.indexOf(connection) ?? -1;
    if (origin === undefined || index === -1) return;
    connection.destroy();
    origin.idle.splice(index, 1);
    this.#forgetIfUnused(name, origin);
  }

  #closeUnused(): void {
    const now = performance.now();
    let isAnyIdle = false;
    for (const { idle } of [...this.#origins.values()]) {
      for (const connection of idle.filter(({ idleUntil }) => idleUntil <= now)) {
        this.#closeIdle(connection);
      }
      isAnyIdle ||= idle.length > 0;
    }
    if (!isAnyIdle) this.#stopSweep();
  }

  #stopSweep(): void {
    if (this.#sweep !== null) clearInterval(this.#sweep);
    this.#sweep = null;
  }

  #forgetIfUnused(name: string, { idle, busy, waiting, singleUseUntil }: Origin): void {
    if (idle.length + busy.size + waiting.size > 0) return;
    if (singleUseUntil <= performance.now()) this.#origins.delete(name);
  }
}

function takeFirst<T>(set: Set<T>): T | null {
  for (const value of set) {
    set.delete(value);
    return value;
  }
  return null;
}
