import { isIP } from 'node:net';

import type { AddressRange } from './address-range.ts';
import { judgeAddress } from './judge-address.ts';

/** What may be called. */
export interface AddressPolicy {
  readonly allowHttp: boolean;
  /** Null: every port. */
  readonly ports: ReadonlySet<number> | null;
  /** Addresses that may be called although they are not public. */
  readonly allowedRanges: readonly AddressRange[];
  /** Of NAT64, besides 64:ff9b::/96; none by default. */
  readonly nat64Prefixes?: readonly AddressRange[];
}

/**
 * Why a URL must not be called, or null. Names are judged by what they resolve to, later; literal
 * addresses here, in every spelling, since the URL parser has made them one.
 */
export function judgeUrl(url: URL, policy: AddressPolicy): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'not an HTTP URL';
  if (url.protocol === 'http:' && !policy.allowHttp) return 'not https';
  if (url.username !== '' || url.password !== '') return 'a user name or password in the URL';
  const port = portOf(url);
  if (port === 0 || policy.ports?.has(port) === false) return 'a port that is not allowed';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) === 0 ? null : judgeAddress(host, policy.allowedRanges, policy.nat64Prefixes);
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
