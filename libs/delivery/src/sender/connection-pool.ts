import type { LookupFunction } from 'node:net';

import type { GuardedLookup } from '@webhooks/address-guard';

import type { ProxyRoute } from '../egress/open-tunnel.ts';
import { KeptConnection, type Connection, type ConnectionOptions } from './connection.ts';
import { ContinuingConnection } from './continuing-connection.ts';
import type { SecureContexts } from './secure-contexts.ts';
import type { Target } from './target.ts';
import { profileKey, type TlsProfile } from './tls-profile.ts';

export interface ConnectionPoolOptions extends Omit<
  ConnectionOptions,
  'lookup' | 'route' | 'secureContext' | 'sessionKey'
> {
  /** Null: the system's own. */
  readonly lookup: GuardedLookup | null;
  readonly contexts: SecureContexts;
  /** Connections of one account to one origin. */
  readonly connectionsPerOrigin: number;
  /** From then on a connection takes no further request, so that names are asked for anew. */
  readonly maxAgeMs: number;
  /** Beyond it the connections that were used longest ago are closed. */
  readonly maxOrigins: number;
}

/** Whoever waits for a connection. */
export interface ConnectionWaiter {
  /** Connections with the same key share a cap and are used by each other. */
  readonly key: string;
  readonly target: Target;
  /** How TLS is spoken; part of the key. Null: as usual. */
  readonly tls: TlsProfile | null;
  /** The proxy on the way to it; part of the key. Null: none. */
  readonly route: ProxyRoute | null;
  /** Who asks for the name of the target; absent: nobody in particular. */
  readonly accountId: number | undefined;
  /** True: a connection that was never used. */
  readonly isNew: boolean;
  /** Called as soon as there is one. */
  onConnection(connection: Connection): void;
}

interface Group {
  /** Used last at the end, so that those which are not needed run into their idle timeout. */
  readonly idle: KeptConnection[];
  readonly busy: Set<Connection>;
  /** In the order of their coming. */
  readonly waiting: Set<ConnectionWaiter>;
}

/** A connection that ends so soon after its first answer was never meant to be kept. */
const silentCloseMs = 1_000;
/** How long an origin that closes without a word is taken at that. */
const singleUseMs = 60_000;

/** Connections by account and origin, reused, with caps on both. */
export class ConnectionPool {
  readonly #options: ConnectionPoolOptions;
  /** Used longest ago first. */
  readonly #groups = new Map<string, Group>();
  #lastUsed = '';

  constructor(options: ConnectionPoolOptions) {
    this.#options = options;
  }

  /** Hands over a connection now, or when one is given back. */
  acquire(waiter: ConnectionWaiter): void {
    const { idle, busy, waiting } = this.#touch(waiter.key);
    if (busy.size >= this.#options.connectionsPerOrigin) {
      waiting.add(waiter);
      return;
    }
    const connection = (waiter.isNew ? undefined : this.#takeIdle(idle)) ?? this.#open(waiter);
    busy.add(connection);
    waiter.onConnection(connection);
  }

  /** Takes back a request for a connection that was not handed over yet. */
  abandon(waiter: ConnectionWaiter): void {
    const group = this.#groups.get(waiter.key);
    if (group === undefined) return;
    group.waiting.delete(waiter);
    this.#forgetIfUnused(waiter.key, group);
  }

  /** Gives back a connection whose answer is there in full. */
  release(key: string, connection: Connection): void {
    const group = this.#groups.get(key);
    if (group === undefined) return;
    if (!this.#isReusable(connection)) {
      this.discard(key, connection);
      return;
    }
    const [next] = group.waiting;
    if (next?.isNew === true) {
      this.discard(key, connection);
    } else if (next !== undefined) {
      group.waiting.delete(next);
      next.onConnection(connection);
    } else {
      group.busy.delete(connection);
      group.idle.push(connection as KeptConnection);
    }
  }

  /** Closes a connection that is not to be used again. */
  discard(key: string, connection: Connection): void {
    connection.destroy();
    const group = this.#groups.get(key);
    if (group === undefined || !group.busy.delete(connection)) return;
    const [next] = group.waiting;
    if (next === undefined) {
      this.#forgetIfUnused(key, group);
    } else {
      group.waiting.delete(next);
      this.acquire(next);
    }
  }

  /** Closes every connection at once, those in use too. */
  destroy(): void {
    const connections = [...this.#groups.values()].flatMap(({ idle, busy }) => [...idle, ...busy]);
    this.#groups.clear();
    for (const connection of connections) connection.destroy();
  }

  #touch(key: string): Group {
    const known = this.#groups.get(key);
    if (known !== undefined && key === this.#lastUsed) return known;
    this.#lastUsed = key;
    if (known !== undefined) {
      this.#groups.delete(key);
      this.#groups.set(key, known);
      return known;
    }
    if (this.#groups.size >= this.#options.maxOrigins) this.#closeOldest();
    const group: Group = { idle: [], busy: new Set(), waiting: new Set() };
    this.#groups.set(key, group);
    return group;
  }

  /** Those in use stay; so their number is bounded by what is in flight, if by nothing else. */
  #closeOldest(): void {
    for (const [key, { idle, busy }] of this.#groups) {
      if (busy.size > 0) continue;
      this.#groups.delete(key);
      for (const connection of idle) connection.destroy();
      return;
    }
  }

  #takeIdle(idle: KeptConnection[]): KeptConnection | undefined {
    for (let last = idle.pop(); last !== undefined; last = idle.pop()) {
      if (this.#isReusable(last)) return last;
      last.destroy();
    }
    return undefined;
  }

  #isReusable(connection: Connection): boolean {
    if (!connection.canBeKept) return false;
    const { memory, maxAgeMs } = this.#options;
    if (performance.now() - connection.openedAt >= maxAgeMs) return false;
    return !memory.isSingleUse(connection.target.origin);
  }

  #open({ key, target, tls, route, accountId }: ConnectionWaiter): Connection {
    const { contexts, ...shared } = this.#options;
    const options = {
      ...shared,
      route,
      lookup: this.#lookupFor(accountId),
      secureContext: () => contexts.get(tls),
      sessionKey: `${target.origin} ${profileKey(tls)}`,
    };
    return options.memory.sendsContinue(target.origin)
      ? new ContinuingConnection(target, options)
      : new KeptConnection(target, options, (it, isByReceiver) => {
          this.#lost(key, it, isByReceiver);
        });
  }

  #lookupFor(accountId: number | undefined): LookupFunction | null {
    const { lookup } = this.#options;
    return lookup === null ? null : (...args) => lookup(...args, accountId);
  }

  /**
   * One whose receiver closes behind every answer, without having said so, would get a part of its
   * requests on connections that are being closed, and nobody would know whether they came.
   */
  #lost(key: string, connection: KeptConnection, isByReceiver: boolean): void {
    const { answers, answeredAt, target } = connection;
    const isSoon = performance.now() - answeredAt < silentCloseMs;
    if (isByReceiver && answers === 1 && isSoon) {
      this.#options.memory.useSinglyFor(target.origin, singleUseMs);
    }
    const group = this.#groups.get(key);
    const index = group?.idle.indexOf(connection) ?? -1;
    if (group === undefined || index === -1) return;
    connection.destroy();
    group.idle.splice(index, 1);
    this.#forgetIfUnused(key, group);
  }

  #forgetIfUnused(key: string, { idle, busy, waiting }: Group): void {
    if (idle.length + busy.size + waiting.size === 0) this.#groups.delete(key);
  }
}
