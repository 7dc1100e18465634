import type { DescMethod } from '@bufbuild/protobuf';
import type { ConnectRouter, MethodImpl } from '@connectrpc/connect';
import { compressionGzip } from '@connectrpc/connect-node';
import {
  compressedFlag,
  pipe,
  readAllBytes,
  transformJoinEnvelopes,
  transformSplitEnvelope,
  type Compression,
  type EnvelopedMessage,
  type UniversalHandler,
  type UniversalServerRequest,
} from '@connectrpc/connect/protocol';

import { messageCheck, type MessageCheck, type MessageLimits } from './message-check.ts';

/**
 * Has a method take long messages, in protobuf: none is decoded that holds so many fields that the
 * thread is taken for long. What comes compressed is looked at as it is decompressed, all else in the
 * body.
 */
export function takeLongMessages<M extends DescMethod>(
  router: ConnectRouter,
  method: M,
  implementation: MethodImpl<M>,
  limits: MessageLimits,
): void {
  const check = messageCheck(method.input, limits);
  router.rpc(method, implementation, {
    readMaxBytes: limits.maxBytes,
    acceptCompression: [checkedGzip(check)],
  });
  router.handlers.push(...router.handlers.splice(-1).map((handler) => checked(handler, check)));
}

function checkedGzip(check: MessageCheck): Compression {
  return {
    ...compressionGzip,
    decompress: async (bytes, readMaxBytes) => {
      const message = await compressionGzip.decompress(bytes, readMaxBytes);
      check.assertDecodable(message);
      return message;
    },
  };
}

function checked(handler: UniversalHandler, check: MessageCheck): UniversalHandler {
  const handle = (request: UniversalServerRequest): ReturnType<UniversalHandler> =>
    handler({ ...request, body: checkedBody(request, check) });
  return Object.assign(handle, handler);
}

function checkedBody({ header, body }: UniversalServerRequest, check: MessageCheck): typeof body {
  if (!isByteStream(body)) throw new TypeError('the body of a request is a stream of bytes');
  const isBare = header.get('content-type') === 'application/proto';
  if (!isBare) {
    return pipe(
      body,
      transformSplitEnvelope(check.maxBytes),
      (envelopes) => checkedEnvelopes(envelopes, check),
      transformJoinEnvelopes(),
    );
  }
  const encoding = header.get('content-encoding') ?? 'identity';
  return encoding === 'identity' ? checkedWhole(body, check) : body;
}

function isByteStream(body: UniversalServerRequest['body']): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

async function* checkedEnvelopes(
  envelopes: AsyncIterable<EnvelopedMessage>,
  check: MessageCheck,
): AsyncGenerator<EnvelopedMessage, void> {
  for await (const envelope of envelopes) {
    if ((envelope.flags & compressedFlag) === 0) check.assertDecodable(envelope.data);
    yield envelope;
  }
}

async function* checkedWhole(
  body: AsyncIterable<Uint8Array>,
  check: MessageCheck,
): AsyncGenerator<Uint8Array, void> {
  const message = await readAllBytes(body, check.maxBytes);
  check.assertDecodable(message);
  yield message;
}
