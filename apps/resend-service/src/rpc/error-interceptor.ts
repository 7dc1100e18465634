import type { ContextValues, Interceptor } from '@connectrpc/connect';

import type { Logger } from '@webhooks/telemetry';

import { toCallerError } from './caller-error.ts';

/** Turns what handlers throw, and what their streams throw later, into what callers are told. */
export function errorInterceptor(logger: Logger): Interceptor {
  return (next) => async (request) => {
    const { contextValues } = request;
    try {
      const response = await next(request);
      if (!response.stream) return response;
      return { ...response, message: withCallerErrors(response.message, contextValues, logger) };
    } catch (error) {
      throw toCallerError(error, contextValues, logger);
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
