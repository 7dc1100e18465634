import type { IncomingMessage } from 'node:http';
import { type BlockList, isIP, type Socket } from 'node:net';

import type { RestMiddleware } from './request-state.ts';

/** Says from where connections and requests come. */
export interface CallerAddresses {
  /** The other end of a connection; empty when that is broken already. */
  readonly ofPeer: (socket: Pick<Socket, 'remoteAddress'>) => string;
  readonly isProxy: (address: string) => boolean;
  /** The peer, or the caller behind trusted proxies. */
  readonly ofCaller: (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string;
}

/** trustedProxies: those whose X-Forwarded-For is believed. */
export function createCallerAddresses(trustedProxies: BlockList): CallerAddresses {
  const isProxy = (address: string): boolean => {
    const family = isIP(address);
    return family !== 0 && trustedProxies.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
  const ofPeer: CallerAddresses['ofPeer'] = ({ remoteAddress }) => plain(remoteAddress ?? '');
  return {
    ofPeer,
    isProxy,
    ofCaller: ({ socket, headers }) => {
      const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',');
      return addressBehind(ofPeer(socket), forwarded, isProxy);
    },
  };
}

/** Notes the address that a request came from, for the audit record of the service. */
export function callerAddress(addresses: CallerAddresses): RestMiddleware {
  return (ctx, next) => {
    ctx.state.callerAddress = addresses.ofCaller(ctx.req);
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
  for (const forwarded of forwardedFor.split(',').reverse()) {
    const next = plain(forwarded.trim());
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
