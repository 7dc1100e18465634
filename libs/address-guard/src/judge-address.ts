import ipaddr from 'ipaddr.js';

import { isInRange, parseAddress, type AddressRange } from './address-range.ts';
import { nat64Targets } from './nat64.ts';
import { globalIpv6, refusedIpv4, refusedIpv6 } from './special-ranges.ts';

/**
 * Why an address must not be called, or null. Allowed ranges go before every other rule. An address
 * that leads through a NAT64 (64:ff9b::/96 and the prefixes given) is judged by the IPv4 address in
 * it; every other one that embeds an IPv4 address is refused.
 */
export function judgeAddress(
  text: string,
  allowedRanges: readonly AddressRange[] = [],
  nat64Prefixes: readonly AddressRange[] = [],
): string | null {
  const address = parseAddress(text);
  if (address === null) return 'not an address';
  const isWithin = (range: AddressRange): boolean => isInRange(address, range);
  if (allowedRanges.some(isWithin)) return null;
  const isAllowed =
    address instanceof ipaddr.IPv4
      ? !refusedIpv4.some(isWithin)
      : isAllowedIpv6(address, allowedRanges, nat64Prefixes);
  return isAllowed ? null : 'not a public address';
}

function isAllowedIpv6(
  address: ipaddr.IPv6,
  allowedRanges: readonly AddressRange[],
  nat64Prefixes: readonly AddressRange[],
): boolean {
  const targets = nat64Targets(address, nat64Prefixes);
  if (targets.length > 0) {
    return targets.every((target) => target !== null && !judgeAddress(target, allowedRanges));
  }
  const isWithin = (range: AddressRange): boolean => isInRange(address, range);
  return isWithin(globalIpv6) && !refusedIpv6.some(isWithin) && !isIsatap(address);
}

/** An interface identifier of 0:5efe or 200:5efe is followed by an IPv4 address (RFC 5214). */
function isIsatap({ parts }: ipaddr.IPv6): boolean {
  return (parts[4] === 0 || parts[4] === 0x200) && parts[5] === 0x5efe;
}
