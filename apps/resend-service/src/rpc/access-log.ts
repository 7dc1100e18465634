import { constants, type Http2ServerRequest } from 'node:http2';

import type { ContextValues } from '@connectrpc/connect';

import { principalKey } from '@webhooks/auth';
import type { Principal } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import { callKey, resendIdKey } from './call.ts';

/** Writes one line when a call is over: who, what, how it ended and how long it took. */
export function logAccess(
  request: Http2ServerRequest,
  values: ContextValues,
  logger: Logger,
): void {
  const { stream } = request;
  // The query of a Connect GET is the message, which is nothing for a log.
  const [path] = request.url.split('?', 1);
  const startedMs = performance.now();
  stream.once('close', () => {
    const { sentHeaders, sentTrailers, rstCode } = stream;
    const fields = {
      ...accessFields(values),
      path,
      httpStatus: sentHeaders?.[constants.HTTP2_HEADER_STATUS],
      grpcStatus: sentTrailers?.['grpc-status'] ?? sentHeaders?.['grpc-status'],
      durationMs: Math.round(performance.now() - startedMs),
    };
    if (rstCode === constants.NGHTTP2_NO_ERROR) logger.info(fields, 'Call answered');
    else logger.info({ ...fields, resetCode: rstCode }, 'Call broken off');
  });
}

/** Which call it was, and whose. */
export function accessFields(values: ContextValues): object {
  return { ...idsOf(values), ...callerFields(values.get(principalKey)) };
}

/** By which the line is found; a trace id is the second part of a trace context. */
function idsOf(values: ContextValues): object {
  const { requestId, traceparent } = values.get(callKey);
  const resendId = values.get(resendIdKey);
  return {
    requestId,
    ...(resendId === null ? {} : { resendId }),
    ...(traceparent === '' ? {} : { traceId: traceparent.split('-')[1] }),
  };
}

function callerFields(principal: Principal | null): object {
  if (principal === null) return {};
  if (principal.kind === 'user') return { userId: principal.userId };
  return { service: principal.subject, actingUserId: principal.actingUserId };
}
