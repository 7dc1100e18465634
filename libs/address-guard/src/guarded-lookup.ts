import { isIPv6, type LookupFunction } from 'node:net';

import { within } from '@webhooks/runtime';

import type { AddressRange } from './address-range.ts';
import { BlockedAddressError } from './blocked-address-error.ts';
import { judgeAddress } from './judge-address.ts';
import { UnresolvedNameError } from './names/unresolved-name-error.ts';
import type { Resolve } from './names/resolve.ts';

export interface GuardedLookupOptions {
  readonly resolve: Resolve;
  /** After it a name that is not resolved counts as unknown. */
  readonly timeoutMs: number;
  readonly allowedRanges: readonly AddressRange[];
  readonly nat64Prefixes: readonly AddressRange[];
}

/** A lookup for net.connect that may know for which account it is. */
export type GuardedLookup = (
  ...args: [...lookup: Parameters<LookupFunction>, accountId?: number]
) => void;

/**
 * A lookup for net.connect that hands on addresses only when each one of the answer may be called,
 * so that the connection goes to an address that was judged and not to a later answer.
 */
export function createGuardedLookup(options: GuardedLookupOptions): GuardedLookup {
  return (hostname, { all, family }, callback, accountId) => {
    const wanted = family === 4 || family === 6 ? family : null;
    judgedAddresses(hostname, accountId, options).then(
      (addresses) => {
        const usable = addresses.filter((it) => wanted === null || it.family === wanted);
        const [first] = usable;
        if (first === undefined) callback(new UnresolvedNameError(hostname, 'ENOTFOUND'), '');
        else if (all === true) callback(null, usable);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}

interface JudgedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Judged at every use, also when the resolver has known the answer for a while. */
async function judgedAddresses(
  hostname: string,
  accountId: number | undefined,
  options: GuardedLookupOptions,
): Promise<JudgedAddress[]> {
  const { allowedRanges, nat64Prefixes } = options;
  const addresses = await resolveInTime(hostname, accountId, options);
  for (const address of addresses) {
    const refusal = judgeAddress(address, allowedRanges, nat64Prefixes);
    if (refusal !== null) throw new BlockedAddressError(refusal);
  }
  return addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
}

async function resolveInTime(
  hostname: string,
  accountId: number | undefined,
  { resolve, timeoutMs }: GuardedLookupOptions,
): Promise<readonly string[]> {
  const abort = new AbortController();
  return within(timeoutMs, resolve(hostname, abort.signal, accountId), () => {
    const error = new UnresolvedNameError(hostname, 'ETIMEOUT');
    abort.abort(error);
    throw error;
  });
}
