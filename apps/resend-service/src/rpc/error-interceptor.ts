import { ConnectError, type ContextValues, type Interceptor } from '@connectrpc/connect';

import type { Logger } from '@webhooks/telemetry';

import { toCallerError } from './caller-error.ts';
import { fitTrailers } from './not-found-detail.ts';

/** Turns what handlers throw, and what their streams throw later, into answers for callers. */
export function errorInterceptor(logger: Logger): Interceptor {
  return (next) => async (request) => {
    const { contextValues, signal } = request;
    try {
      const response = await next(request);
      if (!response.stream) return response;
      const message = untilDeadline(response.message, signal);
      return { ...response, message: withCallerErrors(message, contextValues, logger) };
    } catch (error) {
      throw fitTrailers(toCallerError(error, contextValues, logger), request.header);
    }
  };
}

async function* withCallerErrors<T>(
  messages: AsyncIterable<T>,
  values: ContextValues,
  logger: Logger,
): AsyncIterable<T> {
  try {
    yield* messages;
  } catch (error) {
    throw toCallerError(error, values, logger);
  }
}

/** A stream whose handler ended because its deadline is over has not succeeded. */
async function* untilDeadline<T>(
  messages: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncIterable<T> {
  yield* messages;
  const reason: unknown = signal.reason;
  if (reason instanceof ConnectError) throw reason;
}
