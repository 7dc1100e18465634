import type { IncomingHttpHeaders } from 'node:http2';

import {
  create,
  fromBinary,
  toBinary,
  type DescMessage,
  type MessageShape,
} from '@bufbuild/protobuf';
import { Code, ConnectError, type Transport } from '@connectrpc/connect';
import type { Http2SessionManager } from '@connectrpc/connect-node';
import {
  validateResponseWithCompression,
  validateTrailer,
} from '@connectrpc/connect/protocol-grpc';

import { exchange, type GrpcAnswer } from './grpc-exchange.ts';

/** Before each message: whether it is compressed, and its length. */
const PREFIX_BYTES = 5;
const CONTENT_TYPE = 'application/grpc+proto';

export interface UnaryCallOptions {
  readonly sessions: Http2SessionManager;
  /** The deadline of calls that do not name their own. */
  readonly timeoutMs: number;
  /** Longest message of an answer. */
  readonly maxBytes: number;
}

/**
 * Makes unary gRPC calls: one message each way, uncompressed. Connect's own way is open to streams
 * and interceptors, for which it makes iterators and signals that cost several times the call.
 */
export function createUnaryCall(options: UnaryCallOptions): Transport['unary'] {
  const maxBytes = options.maxBytes + PREFIX_BYTES;
  return async (method, signal, timeoutMs, headers, input) => {
    if (signal !== undefined) {
      throw new ConnectError('a unary call ends by its deadline alone', Code.Unimplemented);
    }
    const answer = await exchange(options.sessions, {
      path: `/${method.parent.typeName}/${method.name}`,
      headers: {
        ...(headers as Readonly<Record<string, string>> | undefined),
        'content-type': CONTENT_TYPE,
        'grpc-timeout': `${timeoutMs ?? options.timeoutMs}m`,
        te: 'trailers',
      },
      body: toFrame(toBinary(method.input, create(method.input, input))),
      timeoutMs: timeoutMs ?? options.timeoutMs,
      maxBytes,
    });
    if (!isPlainSuccess(answer)) assertSuccess(answer);
    return {
      stream: false,
      service: method.parent,
      method,
      message: readMessage(method.output, answer.body),
      get header() {
        return toHeaders(answer.header);
      },
      get trailer() {
        return toHeaders(answer.trailer);
      },
    };
  };
}

function toFrame(message: Uint8Array): Buffer {
  const frame = Buffer.alloc(PREFIX_BYTES + message.length);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, PREFIX_BYTES);
  return frame;
}

function readMessage<Desc extends DescMessage>(schema: Desc, body: Buffer): MessageShape<Desc> {
  const isOne =
    body.length >= PREFIX_BYTES &&
    body[0] === 0 &&
    body.readUInt32BE(1) === body.length - PREFIX_BYTES;
  if (!isOne) throw new ConnectError('the answer is not one message', Code.Unknown);
  try {
    return fromBinary(schema, body.subarray(PREFIX_BYTES));
  } catch (error) {
    throw ConnectError.from(error, Code.Unknown);
  }
}

function isPlainSuccess({ header, trailer }: GrpcAnswer): boolean {
  return (
    header[':status'] === 200 &&
    header['content-type'] === CONTENT_TYPE &&
    header['grpc-encoding'] === undefined &&
    header['grpc-status'] === undefined &&
    trailer['grpc-status'] === '0' &&
    trailer['grpc-status-details-bin'] === undefined
  );
}

/** Throws what the answer says, or that it is none of gRPC's. */
function assertSuccess(answer: GrpcAnswer): void {
  const header = toHeaders(answer.header);
  const status = answer.header[':status'] ?? 0;
  const { headerError } = validateResponseWithCompression([], status, header);
  validateTrailer(toHeaders(answer.trailer), header);
  if (headerError !== undefined) throw headerError;
}

function toHeaders(fields: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith(':') || value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [String(value)]) headers.append(name, item);
  }
  return headers;
}
