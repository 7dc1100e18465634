import { connect, type ClientHttp2Session, type OutgoingHttpHeaders } from 'node:http2';
import { once } from 'node:events';

/** What an HTTP/2 request came to. */
export interface Http2Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly trailers: Readonly<Record<string, unknown>>;
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
  body: Uint8Array = new Uint8Array(),
): Promise<Http2Answer> {
  const stream = session.request(headers);
  let answer: Readonly<Record<string, unknown>> = {};
  let trailers: Readonly<Record<string, unknown>> = {};
  stream.on('response', (received) => (answer = received));
  stream.on('trailers', (received) => (trailers = received));
  stream.on('error', () => {});
  stream.resume();
  stream.end(body);
  if (!stream.closed) await once(stream, 'close').catch(() => {});
  return {
    status: answer[':status'] as number | undefined,
    headers: answer,
    trailers,
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
