import {
  constants,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
  type OutgoingHttpHeaders,
} from 'node:http2';

import { Code, ConnectError } from '@connectrpc/connect';
import type { Http2SessionManager } from '@connectrpc/connect-node';

/** What goes out: one POST whose body is known. */
export interface GrpcRequest {
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Uint8Array;
  readonly timeoutMs: number;
  /** Longest body of the answer. */
  readonly maxBytes: number;
}

/** What comes back, whatever it says. */
export interface GrpcAnswer {
  readonly header: IncomingHttpHeaders & IncomingHttpStatusHeader;
  /** Empty when the answer is all header. */
  readonly trailer: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends a request and reads its answer to the end. Every rejection is a ConnectError. */
export function exchange(sessions: Http2SessionManager, request: GrpcRequest): Promise<GrpcAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<GrpcAnswer>();
  let stream: ClientHttp2Stream | null = null;
  let isOver = false;
  const end = (): void => {
    isOver = true;
    clearTimeout(timer);
  };
  const fail = (error: unknown): void => {
    if (isOver) return;
    end();
    reject(ConnectError.from(error, Code.Unavailable));
    stream?.close(constants.NGHTTP2_CANCEL);
  };
  const timer = setTimeout(
    () => fail(new ConnectError('the deadline is over', Code.DeadlineExceeded)),
    request.timeoutMs,
  );
  sessions.request('POST', request.path, request.headers, {}).then((opened) => {
    stream = opened;
    opened.on('error', fail);
    if (isOver) opened.close(constants.NGHTTP2_CANCEL);
    else
      read(opened, request.maxBytes, fail, (answer) => {
        end();
        resolve(answer);
      });
    if (!isOver) opened.end(request.body);
  }, fail);
  return promise;
}

function read(
  stream: ClientHttp2Stream,
  maxBytes: number,
  fail: (error: ConnectError) => void,
  succeed: (answer: GrpcAnswer) => void,
): void {
  let header: GrpcAnswer['header'] | null = null;
  let trailer: IncomingHttpHeaders = {};
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('response', (fields) => (header = fields));
  stream.on('trailers', (fields: IncomingHttpHeaders) => (trailer = fields));
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) fail(new ConnectError('the answer is too long', Code.ResourceExhausted));
    else chunks.push(chunk);
  });
  stream.on('close', () => {
    const isWhole = stream.rstCode === constants.NGHTTP2_NO_ERROR && stream.readableEnded;
    if (header === null || !isWhole) {
      const reason = `the stream was closed with code ${stream.rstCode}`;
      fail(new ConnectError(reason, Code.Unavailable));
      return;
    }
    const [first = Buffer.alloc(0)] = chunks;
    succeed({ header, trailer, body: chunks.length > 1 ? Buffer.concat(chunks) : first });
  });
}
