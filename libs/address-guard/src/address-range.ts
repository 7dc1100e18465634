import { isIP } from 'node:net';

import ipaddr from 'ipaddr.js';

/** A parsed address of either family. */
export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A block of addresses of one family. */
export interface AddressRange {
  readonly base: Address;
  readonly prefixLength: number;
}

/**
 * Reads an address in its usual spelling only: no octal, hexadecimal or short forms and no zone,
 * which other programs read otherwise. Null for anything else.
 */
export function parseAddress(text: string): Address | null {
  return isIP(text) === 0 || text.includes('%') ? null : ipaddr.parse(text);
}

/** Reads "10.0.0.0/8" or "fd00::/8"; null for anything else. */
export function parseRange(text: string): AddressRange | null {
  const match = /^(?<address>[^/]+)\/(?<length>\d{1,3})$/.exec(text);
  const base = parseAddress(match?.groups?.['address'] ?? '');
  const prefixLength = Number(match?.groups?.['length']);
  if (base === null || prefixLength > (base.kind() === 'ipv4' ? 32 : 128)) return null;
  return { base, prefixLength };
}

/** Says whether an address lies in a range. */
export function isInRange(address: Address, { base, prefixLength }: AddressRange): boolean {
  // Two branches only because the types of the two families do not mix.
  if (address instanceof ipaddr.IPv4) {
    return base instanceof ipaddr.IPv4 && address.match(base, prefixLength);
  }
  return base instanceof ipaddr.IPv6 && address.match(base, prefixLength);
}
