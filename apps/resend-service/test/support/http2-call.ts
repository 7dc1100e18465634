import { once } from 'node:events';
import { connect, constants, type ClientHttp2Session, type OutgoingHttpHeaders } from 'node:http2';

/** The result of an HTTP/2 request. */
export interface Http2Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly trailers: Readonly<Record<string, unknown>>;
  /** Whether the headers ended the answer. */
  readonly endsWithHeaders: boolean;
  readonly body: Buffer;
  /** Code of the stream's reset; 0 when there was none. */
  readonly resetCode: number;
}

/** A bare HTTP/2 connection, for what no gRPC client would send. */
export async function openSession(port: number): Promise<ClientHttp2Session> {
  // Lets a test double a header; the types know the option for servers only.
  const options: object = { strictSingleValueFields: false };
  const session = connect(`http://127.0.0.1:${port}`, options);
  session.on('error', () => {});
  await once(session, 'connect');
  return session;
}

/** Sends one request with a body, in one piece, and reads the answer to its end. */
export async function send(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders | readonly string[],
  message: Uint8Array = new Uint8Array(),
): Promise<Http2Answer> {
  const stream = session.request(headers, { endStream: message.length === 0 });
  let answer: Readonly<Record<string, unknown>> = {};
  let trailers: Readonly<Record<string, unknown>> = {};
  let endsWithHeaders = false;
  const body: Buffer[] = [];
  stream.on('response', (received, flags) => {
    answer = received;
    endsWithHeaders = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
  });
  stream.on('trailers', (received) => (trailers = received));
  stream.on('error', () => {});
  stream.on('data', (chunk: Buffer) => body.push(chunk));
  if (message.length > 0) stream.end(message);
  if (!stream.closed) await once(stream, 'close').catch(() => {});
  return {
    status: answer[':status'] as number | undefined,
    headers: answer,
    trailers,
    endsWithHeaders,
    body: Buffer.concat(body),
    resetCode: stream.rstCode ?? 0,
  };
}

/** Headers of a gRPC call. */
export function grpcHeaders(path: string, more: OutgoingHttpHeaders = {}): OutgoingHttpHeaders {
  return {
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...more,
  };
}

/** A gRPC frame; the length may lie. */
export function frame(message: Uint8Array, { compressed = false, length = message.length } = {}) {
  const head = Buffer.alloc(5);
  head.writeUInt8(compressed ? 1 : 0, 0);
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, message]);
}
