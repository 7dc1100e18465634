import type { UniversalServerResponse } from '@connectrpc/connect/protocol';

const HEADER = 'grpc-message';

/**
 * Writes the message of a failed gRPC call the way that the gRPC specification encodes it. Connect
 * encodes more characters than that, and clients by grpc-js show those as they come.
 */
export function withPlainGrpcMessage(answer: UniversalServerResponse): UniversalServerResponse {
  const { body, trailer } = answer;
  if (body === undefined || trailer === undefined) return answer;
  return { ...answer, body: rewriteAfter(body, trailer) };
}

/** The trailer is known when the body has ended. */
async function* rewriteAfter(
  body: AsyncIterable<Uint8Array>,
  trailer: Headers,
): AsyncIterable<Uint8Array> {
  yield* body;
  const message = trailer.get(HEADER);
  if (message !== null) trailer.set(HEADER, encodeGrpcMessage(decodeURIComponent(message)));
}

/** Percent-encodes the UTF-8 bytes that are not printable ASCII, and the percent sign. */
export function encodeGrpcMessage(message: string): string {
  return message.replace(/[^ -$&-~]+/gu, (text) =>
    Array.from(
      Buffer.from(text),
      (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join(''),
  );
}
