import { createAddressGuard, parseRange, type Resolve } from '@webhooks/address-guard';
import { Egress, shownProxy, type EgressProxy } from '@webhooks/delivery';

import { readEgressCredentials, type EgressCredentials } from './egress-credentials.ts';
import type { EgressSettings } from './read-egress-settings.ts';

/** What a proxy may take of the time for an attempt: the receiver is to have some of it as well. */
const shareOfAttempt = 0.5;
const longestMs = 10_000;

/** The ways out by the settings. Throws StartupError when credentials cannot be read. */
export function createEgress(
  { defaultProxy, named, credentialsFile }: EgressSettings,
  { resolve, attemptTimeoutMs }: { readonly resolve: Resolve; readonly attemptTimeoutMs: number },
): Egress {
  const credentials = readEgressCredentials(credentialsFile);
  return new Egress({
    defaultProxy: defaultProxy === null ? null : withCredentials(defaultProxy, credentials),
    named: new Map([...named].map(([name, proxy]) => [name, withCredentials(proxy, credentials)])),
    proxyLookup: lookupOfProxies(resolve, attemptTimeoutMs),
    timeoutMs: Math.min(longestMs, Math.floor(attemptTimeoutMs * shareOfAttempt)),
  });
}

/** Those in its URL come first. */
function withCredentials(proxy: EgressProxy, credentials: EgressCredentials): EgressProxy {
  const authorization = proxy.authorization ?? credentials.get(shownProxy(proxy)) ?? null;
  return { ...proxy, authorization };
}

/** Proxies are in networks of their own: what a setting names may have any address. */
function lookupOfProxies(resolve: Resolve, resolveTimeoutMs: number) {
  const everything = ['0.0.0.0/0', '::/0'].map(parseRange).filter((it) => it !== null);
  const policy = { allowHttp: true, ports: null, allowedRanges: everything };
  return createAddressGuard({ ...policy, resolve, resolveTimeoutMs }).lookup;
}
