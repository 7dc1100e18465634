import { randomUUID } from 'node:crypto';
import type { Http2ServerRequest, IncomingHttpHeaders } from 'node:http2';
import { isIP } from 'node:net';

import { createContextKey, type ContextKey } from '@connectrpc/connect';

import { checkTraceContext, readTraceContext } from '@webhooks/domain';
import { networkOf } from '@webhooks/runtime';

/** What identifies a call, whatever its method. */
export interface Call {
  /** Given by the caller, or made here; every answer carries it as x-request-id. */
  readonly requestId: string;
  /** W3C trace context of the caller; empty when it sent none. */
  readonly traceparent: string;
  /** The other end of the connection; empty when that is broken already. */
  readonly peerAddress: string;
  /** The caller's address as the peer named it; null when it named none or may not name one. */
  readonly forwardedFor: string | null;
  /** By whom the call holds slots: the network of the named address, else that of the peer. */
  readonly holder: string;
}

/** Says by the headers of a call whether it may tell for which address it is made. */
export type MayTellAddress = (headers: IncomingHttpHeaders) => boolean;

/** What a peer tells of a call. */
export interface ForwardedCall {
  readonly requestId: string | string[] | undefined;
  /** With the state behind a space. */
  readonly traceparent: string;
  readonly callerAddress: string | string[] | undefined;
}

/** No call at all. */
export const noCall: Call = {
  requestId: '',
  traceparent: '',
  peerAddress: '',
  forwardedFor: null,
  holder: '',
};

/** Where a handler notes the resend that its call is about, for the log; null when there is none. */
export const resendIdKey: ContextKey<number | null> = createContextKey<number | null>(null, {
  description: 'resend id',
});

/** Where a handler finds its call. */
export const callKey: ContextKey<Call> = createContextKey<Call>(noCall, { description: 'call' });

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Reads what identifies a call; what does not look right in its headers is not taken over. */
export function readCall(
  { headers, stream }: Http2ServerRequest,
  mayForwardAddress: MayTellAddress,
): Call {
  const peerAddress = plainAddress(stream.session?.socket.remoteAddress ?? '');
  const forwarded = {
    requestId: headers['x-request-id'],
    traceparent: readTraceContext(headers['traceparent'], headers['tracestate']),
    callerAddress: headers['caller-address'],
  };
  return identifyCall(forwarded, { peerAddress }, mayForwardAddress(headers));
}

/** Makes a call of what its headers say, over the connection of a peer. */
export function identifyCall(
  { requestId, traceparent, callerAddress }: ForwardedCall,
  { peerAddress }: Pick<Call, 'peerAddress'>,
  mayForwardAddress: boolean,
): Call {
  const forwardedFor = mayForwardAddress ? addressIn(callerAddress) : null;
  return {
    requestId: matching(requestId, REQUEST_ID) ?? randomUUID(),
    traceparent: checkTraceContext(traceparent),
    peerAddress,
    forwardedFor,
    holder: networkOf(forwardedFor ?? peerAddress),
  };
}

/** A socket of both families shows IPv4 addresses in the form of the other one. */
export function plainAddress(address: string): string {
  const embedded = address.replace(/^::ffff:/i, '');
  return isIP(embedded) === 4 ? embedded : address;
}

function addressIn(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && isIP(header) !== 0 ? header : null;
}

function matching(header: string | string[] | undefined, pattern: RegExp): string | null {
  return typeof header === 'string' && pattern.test(header) ? header : null;
}
