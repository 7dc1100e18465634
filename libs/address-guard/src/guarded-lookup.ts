import { isIPv6, type LookupFunction } from 'node:net';

import type { AddressRange } from './address-range.ts';
import { BlockedAddressError } from './blocked-address-error.ts';
import { judgeAddress } from './judge-address.ts';
import type { Resolve } from './resolve.ts';

export interface GuardedLookupOptions {
  readonly resolve: Resolve;
  /** After it a name that is not resolved counts as unknown. */
  readonly timeoutMs: number;
  readonly allowedRanges: readonly AddressRange[];
}

/**
 * A lookup for net.connect that hands on addresses only when each one of the answer may be called,
 * so that the connection goes to an address that was judged and not to a later answer.
 */
export function createGuardedLookup(options: GuardedLookupOptions): LookupFunction {
  return (hostname, { all, family }, callback) => {
    const wanted = family === 4 || family === 6 ? family : null;
    judgedAddresses(hostname, options).then(
      (addresses) => {
        const usable = addresses.filter((it) => wanted === null || it.family === wanted);
        const [first] = usable;
        if (first === undefined) callback(noAddress(hostname), '');
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

async function judgedAddresses(
  hostname: string,
  { resolve, timeoutMs, allowedRanges }: GuardedLookupOptions,
): Promise<JudgedAddress[]> {
  const addresses = await resolveInTime(hostname, resolve, timeoutMs);
  for (const address of addresses) {
    const refusal = judgeAddress(address, allowedRanges);
    if (refusal !== null) throw new BlockedAddressError(refusal);
  }
  return addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
}

async function resolveInTime(
  hostname: string,
  resolve: Resolve,
  timeoutMs: number,
): Promise<readonly string[]> {
  const abort = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(dnsError('ETIMEOUT', hostname));
    abort.abort();
  }, timeoutMs);
  try {
    return await Promise.race([resolve(hostname, abort.signal), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function noAddress(hostname: string): NodeJS.ErrnoException {
  return dnsError('ENOTFOUND', hostname);
}

function dnsError(code: string, hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code} ${hostname}`), { code, syscall: 'lookup', hostname });
}
