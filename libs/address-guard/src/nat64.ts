import ipaddr from 'ipaddr.js';

import { isInRange, parseRange, type AddressRange } from './address-range.ts';

/** RFC 6052: where an IPv4 address may begin. */
const prefixLengths: ReadonlySet<number> = new Set([32, 40, 48, 56, 64, 96]);

/** What every DNS64 may use. */
const wellKnownPrefix = knownRange('64:ff9b::/96');

/** Where a network puts a prefix of its own: for local use (RFC 8215), unique local, or public. */
const possiblePrefixes = ['64:ff9b::/96', '64:ff9b:1::/48', 'fc00::/7', '2000::/3'].map(knownRange);
/** Teredo and 6to4 embed addresses in ways of their own. */
const impossiblePrefixes = ['2001::/32', '2002::/16'].map(knownRange);

/** Reads a prefix of a NAT64, as in "2001:67c:2b0:64::/96"; null for what cannot be one. */
export function parseNat64Prefix(text: string): AddressRange | null {
  const range = parseRange(text);
  if (range === null || !(range.base instanceof ipaddr.IPv6)) return null;
  const { base, prefixLength } = range;
  if (!prefixLengths.has(prefixLength)) return null;
  const bytes = base.toByteArray();
  const isBare = bytes.every((byte, index) => byte === 0 || index < prefixLength / 8);
  if (!isBare || bytes[8] !== 0) return null;
  const isWithin = (outer: AddressRange): boolean =>
    isInRange(base, outer) && prefixLength >= outer.prefixLength;
  return possiblePrefixes.some(isWithin) && !impossiblePrefixes.some(isWithin) ? range : null;
}

/**
 * The IPv4 addresses that an IPv6 address leads to through a NAT64 with one of the prefixes, or with
 * the well-known one: one for each that it begins with; null for one that it spells wrongly.
 */
export function nat64Targets(
  address: ipaddr.IPv6,
  prefixes: readonly AddressRange[],
): readonly (string | null)[] {
  return [wellKnownPrefix, ...prefixes]
    .filter((prefix) => isInRange(address, prefix))
    .map(({ prefixLength }) => embeddedIpv4(address.toByteArray(), prefixLength));
}

/** RFC 6052, 2.2: the four octets behind the prefix, around the ninth, which is zero. */
function embeddedIpv4(bytes: readonly number[], prefixLength: number): string | null {
  if (bytes[8] !== 0) return null;
  const octets = bytes.filter((_byte, index) => index >= prefixLength / 8 && index !== 8);
  return octets.slice(0, 4).join('.');
}

function knownRange(text: string): AddressRange {
  const range = parseRange(text);
  if (range === null) throw new Error(`Not a range: ${text}`);
  return range;
}
