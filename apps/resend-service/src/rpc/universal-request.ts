import { constants, type Http2ServerRequest } from 'node:http2';

import { Code, ConnectError, type ContextValues } from '@connectrpc/connect';
import type { UniversalServerRequest } from '@connectrpc/connect/protocol';

/**
 * A request as Connect's handlers take it. Its signal aborts when the client goes away before it
 * has its answer. The authority is left out: it may be anything, and nothing depends on it.
 */
export function toUniversalRequest(
  request: Http2ServerRequest,
  contextValues: ContextValues,
): UniversalServerRequest {
  const { stream, method, url, httpVersion } = request;
  const gone = new AbortController();
  stream.once('close', () => {
    // An answer that is under way counts as finished when its stream is reset.
    const isReset = stream.rstCode !== constants.NGHTTP2_NO_ERROR;
    if (isReset || !stream.writableFinished) {
      gone.abort(new ConnectError('the client went away', Code.Canceled));
    }
  });
  return {
    httpVersion,
    method,
    url: `http://localhost${url}`,
    header: toHeaders(request),
    body: request,
    signal: gone.signal,
    contextValues,
  };
}

function toHeaders({ headers }: Http2ServerRequest): Headers {
  const fields = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(':') || value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) fields.append(name, item);
  }
  return fields;
}
