import { constants, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';

import type { DescMethod } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel as Idempotency } from '@bufbuild/protobuf/wkt';
import { Code, type ContextValues } from '@connectrpc/connect';

import { ANSWERED_BY_SERVICE, ANSWERED_BY_HEADER } from '@webhooks/contracts';

import { codeName, failureKey } from './call-meter.ts';
import { callKey } from './call.ts';
import { encodeGrpcMessage } from './grpc-message.ts';

/** Why a request gets no handler's answer. */
export interface RefusedRequest {
  /** What a caller by Connect, or by no RPC protocol at all, sees. */
  readonly httpStatus: number;
  readonly code: Code;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const GRPC = /^application\/grpc(?:-web(?:-text)?)?(?=[+;]|$)/;

/** No such service or method. */
export const unknownMethod: RefusedRequest = {
  httpStatus: constants.HTTP_STATUS_NOT_FOUND,
  code: Code.Unimplemented,
  message: 'unknown service or method',
};

/** Too much is under way already, for this caller or for all. */
export const tooManyStreams: RefusedRequest = {
  httpStatus: constants.HTTP_STATUS_TOO_MANY_REQUESTS,
  code: Code.ResourceExhausted,
  message: 'too many calls at once',
};

/** The method is called by an HTTP method that it does not take. */
export function wrongHttpMethod(method: DescMethod): RefusedRequest {
  const allow = allowedHttpMethods(method).join(', ');
  return {
    httpStatus: constants.HTTP_STATUS_METHOD_NOT_ALLOWED,
    code: Code.Unimplemented,
    message: `this method takes ${allow}`,
    headers: { allow },
  };
}

/** The content type, or the encoding that a GET names, belongs to no protocol that is spoken here. */
export const wrongContentType: RefusedRequest = {
  httpStatus: constants.HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE,
  code: Code.Unimplemented,
  message:
    'the content type has to be one of gRPC, gRPC-Web or Connect, such as application/grpc or application/json',
};

/** By which HTTP methods it can be called: reads that are no streams also by GET. */
export function allowedHttpMethods({ methodKind, idempotency }: DescMethod): readonly string[] {
  const isGettable = methodKind === 'unary' && idempotency === Idempotency.NO_SIDE_EFFECTS;
  return isGettable ? ['GET', 'POST'] : ['POST'];
}

/**
 * Answers in the protocol of the request: for gRPC and gRPC-Web with a status and nothing else, in
 * one HEADERS frame; else with the JSON of a Connect error. Wrong HTTP methods and content types are
 * refused as HTTP has it, since no protocol is spoken yet. The rest of the request is not wanted.
 */
export function refuse(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  values: ContextValues,
  refused: RefusedRequest,
): void {
  values.set(failureKey, refused.code);
  const { requestId } = values.get(callKey);
  const common = {
    'x-request-id': requestId,
    [ANSWERED_BY_HEADER]: ANSWERED_BY_SERVICE,
    'cache-control': 'no-store',
    ...refused.headers,
  };
  const { stream } = response;
  if (stream.destroyed || stream.headersSent) return;
  const [contentType] = GRPC.exec(request.headers['content-type'] ?? '') ?? [];
  if (contentType !== undefined && isOfProtocol(refused)) {
    const status = {
      ':status': constants.HTTP_STATUS_OK,
      'content-type': contentType,
      'grpc-status': String(refused.code),
      'grpc-message': encodeGrpcMessage(refused.message),
    };
    stream.respond({ ...status, ...common }, { endStream: true });
    stream.close(constants.NGHTTP2_NO_ERROR);
    return;
  }
  const body = JSON.stringify({ code: codeName(refused.code), message: refused.message });
  const head = { ':status': refused.httpStatus, 'content-type': 'application/json' };
  stream.respond({ ...head, ...common });
  stream.end(body);
  stream.close(constants.NGHTTP2_NO_ERROR);
}

function isOfProtocol({ httpStatus }: RefusedRequest): boolean {
  return (
    httpStatus !== constants.HTTP_STATUS_METHOD_NOT_ALLOWED &&
    httpStatus !== constants.HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE
  );
}
