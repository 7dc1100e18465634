import { constants, type Http2ServerRequest } from 'node:http2';

import { Code, ConnectError, type ContextValues } from '@connectrpc/connect';
import type { UniversalServerRequest } from '@connectrpc/connect/protocol';

import { slotKey, type StreamSlot } from './stream-slots.ts';

/**
 * A request as Connect's handlers take it. Its signal aborts when the client goes away before it
 * has its answer. The authority is left out: it may be anything, and nothing depends on it.
 */
export function toUniversalRequest(
  request: Http2ServerRequest,
  contextValues: ContextValues,
): UniversalServerRequest & { readonly body: AsyncIterable<Uint8Array> } {
  const { stream, method, url, httpVersion } = request;
  const gone = new AbortController();
  stream.once('close', () => {
    // An answer that is under way counts as finished when its stream is reset.
    const isReset = stream.rstCode !== constants.NGHTTP2_NO_ERROR;
    if (isReset || !stream.writableFinished) {
      gone.abort(clientWentAway());
    }
  });
  return {
    httpVersion,
    method,
    url: `http://localhost${url}`,
    header: toHeaders(request),
    body: bodyOf(request, contextValues.get(slotKey)),
    signal: gone.signal,
    contextValues,
  };
}

/** A client that goes away in the middle of its request cancels it, which is no failure of ours. */
async function* bodyOf(
  request: Http2ServerRequest,
  slot: StreamSlot,
): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const chunk of request as AsyncIterable<Uint8Array>) {
      if (!slot.receive(chunk.length)) throw tooMuch();
      yield chunk;
    }
  } catch (error) {
    throw error instanceof ConnectError ? error : clientWentAway();
  }
  // Node tells the end of a request whose stream was reset like that of a whole one.
  if (request.stream.rstCode !== constants.NGHTTP2_NO_ERROR) throw clientWentAway();
}

function tooMuch(): ConnectError {
  return new ConnectError('too much is sent at once', Code.ResourceExhausted);
}

function clientWentAway(): ConnectError {
  return new ConnectError('the client went away', Code.Canceled);
}

function toHeaders({ headers }: Http2ServerRequest): Headers {
  const fields = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(':') || value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) fields.append(name, item);
  }
  return fields;
}
