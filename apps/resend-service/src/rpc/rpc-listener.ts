import { constants, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';

import { createContextValues, type ConnectRouter, type ContextValues } from '@connectrpc/connect';
import { universalResponseToNodeResponse } from '@connectrpc/connect-node';

import type { Logger, Tracer } from '@webhooks/telemetry';

import { logAccess } from './access-log.ts';
import type { Arrivals } from './arrivals.ts';
import {
  deadlineKey,
  deadlineOf,
  deadlineViolationsKey,
  takeWrongDeadline,
} from './call-deadline.ts';
import { measureCall, type CountCall } from './call-meter.ts';
import { rpcSystemOf, traceCall } from './call-trace.ts';
import { limitTime } from './call-time-limit.ts';
import { callKey, readCall, type MayTellAddress } from './call.ts';
import { plainContentType } from './content-type.ts';
import { withPlainGrpcMessage } from './grpc-message.ts';
import { fromGrpcWebText, isGrpcWebText, toGrpcWebText } from './grpc-web-text.ts';
import { arrivedAtKey } from './is-awaited.ts';
import { LingeringStreams } from './lingering-streams.ts';
import {
  allowedHttpMethods,
  refuse,
  tooManyStreams,
  unknownMethod,
  wrongContentType,
  wrongHttpMethod,
  type RefusedRequest,
} from './refusal-answers.ts';
import { admittedKey } from './request-gate.ts';
import type { Routes } from './routes.ts';
import { toUniversalRequest } from './universal-request.ts';
import { slotKey, StreamSlots } from './stream-slots.ts';

type Handler = ConnectRouter['handlers'][number];

/** What serving calls takes; the last two hear of every call. */
export interface RpcListenerParts {
  readonly routes: Routes;
  readonly mayForwardAddress: MayTellAddress;
  readonly arrivals: Pick<Arrivals, 'earliest'>;
  readonly logger: Logger;
  readonly countCall: CountCall;
  readonly tracer: Tracer;
}

/** Serves the requests of an HTTP/2 server. */
export type RpcListener = (request: Http2ServerRequest, response: Http2ServerResponse) => void;

/**
 * Hands requests to the router's handlers and logs each when it is over. Whatever a client sends or
 * breaks off ends its own stream only.
 */
export function createRpcListener({
  routes,
  mayForwardAddress,
  arrivals,
  logger,
  countCall,
  tracer,
}: RpcListenerParts): RpcListener {
  const slots = new StreamSlots();
  const lingering = new LingeringStreams();
  const handlers = { binary: byPath(routes.binary), json: byPath(routes.json) };
  return (request, response) => {
    const [path = ''] = request.url.split('?', 1);
    const { 'content-type': contentType } = request.headers;
    // A GET is small whatever its codec is: it stands in the head of the request.
    const handler = handlers[/json/i.test(contentType ?? '') ? 'json' : 'binary'].get(path);
    const own = readCall(request, mayForwardAddress);
    const { call, end } = traceCall(own, handler?.method, tracer, rpcSystemOf(contentType));
    const values = createContextValues().set(callKey, call);
    values.set(deadlineKey, deadlineOf(request.headers)).set(arrivedAtKey, arrivals.earliest());
    logAccess(request, values, logger);
    measureCall(request.stream, handler?.method, values, (method, code, seconds) => {
      countCall(method, code, seconds);
      end(code);
    });
    refuseRest(request);
    if (contentType !== undefined) request.headers['content-type'] = plainContentType(contentType);
    const refused = refusalOf(request, handler);
    if (handler === undefined || refused !== null) {
      refuse(request, response, values, refused ?? unknownMethod);
      lingering.add(request.stream);
      return;
    }
    const slot = slots.open(request.stream, handler.method, call.holder);
    if (slot === null) {
      refuse(request, response, values, tooManyStreams);
      lingering.add(request.stream);
      return;
    }
    values.set(slotKey, slot);
    refuseDoubledAuthorization(request);
    values.set(deadlineViolationsKey, takeWrongDeadline(request.headers, handler.method));
    limitTime(request.stream, handler.method, slot);
    const onAnswer = (): void => {
      if (values.get(admittedKey)) return;
      slot.release();
      lingering.add(request.stream);
    };
    serve(handler, request, response, values, onAnswer).catch((error: unknown) => {
      // The client went away, or sent what is no HTTP request.
      logger.debug({ err: error, requestId: call.requestId }, 'Call not answered');
      request.stream.close(constants.NGHTTP2_CANCEL);
    });
  };
}

function byPath({ handlers }: ConnectRouter): ReadonlyMap<string, Handler> {
  return new Map(handlers.map((handler) => [handler.requestPath, handler]));
}

/** What no handler would answer as its protocol has it. */
function refusalOf(
  request: Http2ServerRequest,
  handler: Handler | undefined,
): RefusedRequest | null {
  if (handler === undefined) return unknownMethod;
  if (!allowedHttpMethods(handler.method).includes(request.method)) {
    return wrongHttpMethod(handler.method);
  }
  if (request.method === 'GET') return null;
  const { 'content-type': contentType = '' } = request.headers;
  return handler.supportedContentType(contentType) ? null : wrongContentType;
}

async function serve(
  handler: Handler,
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  values: ContextValues,
  onAnswer: () => void,
): Promise<void> {
  const universal = toUniversalRequest(request, values);
  const isText = isGrpcWebText(request.headers['content-type']);
  const answer = await handler(isText ? fromGrpcWebText(universal) : universal);
  onAnswer();
  if (answer.status === constants.HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE) {
    refuse(request, response, values, wrongContentType);
    return;
  }
  const plain = withPlainGrpcMessage(answer);
  await universalResponseToNodeResponse(isText ? toGrpcWebText(plain) : plain, response);
}

/** Node keeps the first of several; a second one behind it must not go unnoticed. */
function refuseDoubledAuthorization({ headers, rawHeaders }: Http2ServerRequest): void {
  const names = rawHeaders.filter((_, index) => index % 2 === 0);
  if (names.filter((name) => name === 'authorization').length > 1) delete headers.authorization;
}

/** An answer may come before the end of a request; what is left of that is not wanted. */
function refuseRest({ stream }: Http2ServerRequest): void {
  stream.once('wantTrailers', () => {
    setImmediate(() => {
      if (stream.readableEnded) return;
      stream.close(constants.NGHTTP2_NO_ERROR);
      stream.destroy();
    });
  });
}
