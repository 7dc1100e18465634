import type { LookupFunction } from 'node:net';

import type { EgressProxy } from './egress-proxy.ts';
import { shownProxy } from './egress-proxy.ts';
import { NotSentError } from './not-sent-error.ts';
import type { ProxyRoute } from './open-tunnel.ts';
import { ProxyGate } from './proxy-gate.ts';

/** What an endpoint names that goes through no proxy, whatever the default is. */
export const directEgress = 'direct';

export interface EgressOptions {
  /** For endpoints that name none; null: they are reached directly. */
  readonly defaultProxy: EgressProxy | null;
  /** By the name that endpoints give. */
  readonly named: ReadonlyMap<string, EgressProxy>;
  /** Resolves names of proxies; null: the system's. */
  readonly proxyLookup: LookupFunction | null;
  /** What a proxy has to connect to a receiver. */
  readonly timeoutMs: number;
}

/** Before an endpoint is looked at again that names a proxy which is not set. */
const unknownPauseMs = 60_000;

/** The ways out to receivers: directly, or through proxies. */
export class Egress {
  readonly #default: ProxyRoute | null;
  readonly #named: ReadonlyMap<string, ProxyRoute>;

  constructor({ defaultProxy, named, proxyLookup, timeoutMs }: EgressOptions) {
    const routes = new Map<string, ProxyRoute>();
    /** Those that are the same proxy with the same credentials share what is known of it. */
    const routeTo = (proxy: EgressProxy): ProxyRoute => {
      const key = JSON.stringify(proxy);
      const known = routes.get(key);
      if (known !== undefined) return known;
      const gate = new ProxyGate(proxy);
      const route = { key: String(routes.size + 1), gate, proxyLookup, timeoutMs };
      routes.set(key, route);
      return route;
    };
    this.#default = defaultProxy === null ? null : routeTo(defaultProxy);
    this.#named = new Map([...named].map(([name, proxy]) => [name, routeTo(proxy)]));
  }

  /** The way for an endpoint by what it names; null: directly. Throws NotSentError. */
  route(name: string | null): ProxyRoute | null {
    if (name === null) return this.#default;
    if (name === directEgress) return null;
    const route = this.#named.get(name);
    if (route !== undefined) return route;
    const message = 'The endpoint names a proxy that is not set';
    throw new NotSentError('unknown_proxy', name, message, unknownPauseMs);
  }

  /** Every proxy, and whether it is taken to be down. */
  states(): readonly { readonly proxy: string; readonly isDown: boolean }[] {
    const routes = [this.#default, ...this.#named.values()].filter((it) => it !== null);
    const gates = new Set(routes.map(({ gate }) => gate));
    return [...gates].map(({ proxy, isDown }) => ({ proxy: shownProxy(proxy), isDown }));
  }
}
