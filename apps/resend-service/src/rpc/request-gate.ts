import type { HandlerContext } from '@connectrpc/connect';

import type { AuthenticationGate } from '@webhooks/auth';
import type { Logger } from '@webhooks/telemetry';

import { callKey } from './call.ts';
import { toCallerError } from './caller-error.ts';
import type { RateLimit } from './rate-limit.ts';

/** Runs before anything of a request's body is read. */
export type RequestGate = (context: HandlerContext) => Promise<void>;

/**
 * Puts the request id into the answer and lets only those calls through that have their right, and
 * not too many of them.
 */
export function createRequestGate(
  authenticate: AuthenticationGate,
  limitRate: RateLimit,
  logger: Logger,
): RequestGate {
  return async (context) => {
    const { requestId } = context.values.get(callKey);
    context.responseHeader.set('x-request-id', requestId);
    try {
      await authenticate(context);
      limitRate(context);
    } catch (error) {
      throw toCallerError(error, context.values, logger);
    }
  };
}
