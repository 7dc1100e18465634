import { Code, ConnectError } from '@connectrpc/connect';
import type { UniversalServerRequest, UniversalServerResponse } from '@connectrpc/connect/protocol';

type ByteRequest = UniversalServerRequest & { readonly body: AsyncIterable<Uint8Array> };

const TEXT = /^application\/grpc-web-text(?=[+;]|$)/;
const TEXT_TYPE = 'application/grpc-web-text';
const BINARY_TYPE = 'application/grpc-web';

/** Characters that stand for three bytes, or fewer with padding. */
const GROUP = 4;

/** Whether a request comes as application/grpc-web-text: gRPC-Web in base64, both ways. */
export function isGrpcWebText(contentType: string | undefined): boolean {
  return TEXT.test(contentType ?? '');
}

/** The same request in gRPC-Web's binary form. */
export function fromGrpcWebText(request: ByteRequest): UniversalServerRequest {
  const header = new Headers(request.header);
  header.set('content-type', (header.get('content-type') ?? '').replace(TEXT, BINARY_TYPE));
  return { ...request, header, body: decodeBase64(request.body) };
}

/** The same answer in base64: each piece, and so each message and the trailers, by itself. */
export function toGrpcWebText(answer: UniversalServerResponse): UniversalServerResponse {
  const header = new Headers(answer.header);
  header.set('content-type', (header.get('content-type') ?? '').replace(BINARY_TYPE, TEXT_TYPE));
  return { ...answer, header, ...(answer.body && { body: encodeBase64(answer.body) }) };
}

/**
 * Decodes base64 as it arrives, wherever it is cut. Padding may come anywhere, because a body is
 * pieces that were encoded one by one.
 *
 * @throws ConnectError INVALID_ARGUMENT for what is no base64.
 */
export async function* decodeBase64(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  let rest = '';
  for await (const chunk of chunks) {
    const text =
      rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1');
    const whole = text.length - (text.length % GROUP);
    rest = text.slice(whole);
    if (whole > 0) yield decodeGroups(text.slice(0, whole));
  }
  if (rest !== '') throw notBase64();
}

/** Each padding ends a piece, behind which another one begins. */
function decodeGroups(text: string): Uint8Array {
  const pieces: Buffer[] = [];
  for (let start = 0; start < text.length;) {
    const padding = text.indexOf('=', start);
    const end = padding < 0 ? text.length : padding - (padding % GROUP) + GROUP;
    const piece = text.slice(start, end);
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(piece)) throw notBase64();
    pieces.push(Buffer.from(piece, 'base64'));
    start = end;
  }
  return Buffer.concat(pieces);
}

async function* encodeBase64(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    yield Buffer.from(bytes.toString('base64'), 'latin1');
  }
}

function notBase64(): ConnectError {
  return new ConnectError('the body of grpc-web-text is no base64', Code.InvalidArgument);
}
