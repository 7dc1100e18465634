import { createGuardedLookup, type GuardedLookup } from './guarded-lookup.ts';
import { judgeUrl, type AddressPolicy } from './judge-url.ts';
import type { Resolve } from './names/resolve.ts';

/** Decides what may be called, before a connection and while its name is resolved. */
export interface AddressGuard {
  /** Why a URL must not be called, or null. Judges literal addresses, which no lookup sees. */
  judgeUrl(url: URL): string | null;
  /**
   * For net.connect and tls.connect, with the account as one argument more: resolves a name and hands on its addresses, or fails with
   * BlockedAddressError when one of them must not be called.
   */
  readonly lookup: GuardedLookup;
}

export interface AddressGuardOptions extends AddressPolicy {
  readonly resolve: Resolve;
  /** After it a name that is not resolved counts as unknown. */
  readonly resolveTimeoutMs: number;
}

/** A guard by policy; what a name resolves to is judged anew for every connection. */
export function createAddressGuard(options: AddressGuardOptions): AddressGuard {
  const { resolve, resolveTimeoutMs: timeoutMs, allowedRanges, nat64Prefixes = [] } = options;
  return {
    judgeUrl: (url) => judgeUrl(url, options),
    lookup: createGuardedLookup({ resolve, timeoutMs, allowedRanges, nat64Prefixes }),
  };
}
