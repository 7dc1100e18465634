import type { CallOptions } from '@connectrpc/connect';

import { traceHeaders } from '@webhooks/domain';

import type { Caller } from './service-client.ts';

/** What goes with every call for a caller. */
export function optionsFor({
  authorization,
  requestId,
  traceparent,
  address,
}: Caller): CallOptions {
  return {
    headers: {
      authorization,
      'x-request-id': requestId,
      'caller-address': address,
      ...traceHeaders(traceparent),
    },
  };
}
