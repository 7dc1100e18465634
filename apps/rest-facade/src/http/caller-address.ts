import { type BlockList, isIP } from 'node:net';

import type { RestMiddleware } from './request-state.ts';

/** Notes the address that a request came from, for the audit record of the core. */
export function callerAddress(trustedProxies: BlockList): RestMiddleware {
  const isTrusted = (address: string): boolean => {
    const family = isIP(address);
    return family !== 0 && trustedProxies.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
  return (ctx, next) => {
    const peer = plain(ctx.req.socket.remoteAddress ?? '');
    ctx.state.callerAddress = addressBehind(peer, ctx.get('x-forwarded-for'), isTrusted);
    return next();
  };
}

/**
 * The peer, or the caller behind trusted proxies: each of them appends the address that it was called
 * from, so the list is read from its end, as far as those who wrote it are trusted.
 */
export function addressBehind(
  peer: string,
  forwardedFor: string,
  isTrusted: (address: string) => boolean,
): string {
  let address = peer;
  for (const told of forwardedFor.split(',').reverse()) {
    const next = plain(told.trim());
    if (!isTrusted(address) || isIP(next) === 0) break;
    address = next;
  }
  return address;
}

/** A socket of both families shows IPv4 addresses in the form of the other one. */
function plain(address: string): string {
  const embedded = address.replace(/^::ffff:/i, '');
  return isIP(embedded) === 4 ? embedded : address;
}
