import ipaddr from 'ipaddr.js';

import { isInRange, parseAddress, type AddressRange } from './address-range.ts';
import { globalIpv6, refusedIpv4, refusedIpv6 } from './special-ranges.ts';

/** Why an address must not be called, or null. Allowed ranges go before every other rule. */
export function judgeAddress(
  text: string,
  allowedRanges: readonly AddressRange[] = [],
): string | null {
  const address = parseAddress(text);
  if (address === null) return 'not an address';
  const isWithin = (range: AddressRange): boolean => isInRange(address, range);
  if (allowedRanges.some(isWithin)) return null;
  const isPublic =
    address instanceof ipaddr.IPv4
      ? !refusedIpv4.some(isWithin)
      : isWithin(globalIpv6) && !refusedIpv6.some(isWithin) && !isIsatap(address);
  return isPublic ? null : 'not a public address';
}

/** An interface identifier of 0:5efe or 200:5efe is followed by an IPv4 address (RFC 5214). */
function isIsatap({ parts }: ipaddr.IPv6): boolean {
  return (parts[4] === 0 || parts[4] === 0x200) && parts[5] === 0x5efe;
}
