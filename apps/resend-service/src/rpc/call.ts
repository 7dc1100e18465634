import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http2';

import { createContextKey, type ContextKey } from '@connectrpc/connect';

/** What identifies a call, whatever its method. */
export interface Call {
  /** Given by the caller, or made here; every answer carries it as x-request-id. */
  readonly requestId: string;
  /** W3C trace context of the caller; empty when it sent none. */
  readonly traceparent: string;
}

/** Where a handler finds its call. */
export const callKey: ContextKey<Call> = createContextKey<Call>(
  { requestId: '', traceparent: '' },
  { description: 'call' },
);

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Reads what identifies a call from its headers; what does not look right is not taken over. */
export function readCall(headers: IncomingHttpHeaders): Call {
  return {
    requestId: matching(headers['x-request-id'], REQUEST_ID) ?? randomUUID(),
    traceparent: matching(headers['traceparent'], TRACEPARENT) ?? '',
  };
}

function matching(header: string | string[] | undefined, pattern: RegExp): string | null {
  return typeof header === 'string' && pattern.test(header) ? header : null;
}
