import { createContextKey, type ContextKey, type HandlerContext } from '@connectrpc/connect';

import type { AuthenticationGate } from '@webhooks/auth';
import { ANSWERED_BY_SERVICE, ANSWERED_BY_HEADER } from '@webhooks/contracts';
import { validationError } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import { deadlineViolationsKey } from './call-deadline.ts';
import { noteFailures } from './call-failure.ts';
import { callKey } from './call.ts';
import { toCallerError } from './caller-error.ts';
import { assertReadableQuery } from './get-query.ts';
import type { RateLimit } from './rate-limit.ts';

/** Whether a call showed the right that its method takes. */
export const admittedKey: ContextKey<boolean> = createContextKey<boolean>(false, {
  description: 'the call has its right',
});

/** Runs before anything of a request's body is read. */
export type RequestGate = (context: HandlerContext) => Promise<void>;

/**
 * Puts the request id into the answer and lets only those calls through that have their right, and
 * not too many of them, each with a deadline that it may have.
 */
export function createRequestGate(
  authenticate: AuthenticationGate,
  limitRate: RateLimit,
  logger: Logger,
): RequestGate {
  return async (context) => {
    const { requestId } = context.values.get(callKey);
    context.responseHeader.set('x-request-id', requestId);
    context.responseHeader.set(ANSWERED_BY_HEADER, ANSWERED_BY_SERVICE);
    context.responseHeader.set('cache-control', 'no-store');
    noteFailures(context.signal, context.values);
    try {
      await authenticate(context);
      context.values.set(admittedKey, true);
      // Whoever left meanwhile, as in a flood of resets, is not served.
      context.signal.throwIfAborted();
      limitRate(context);
      const violations = context.values.get(deadlineViolationsKey);
      if (violations.length > 0) throw validationError(violations);
      if (context.requestMethod === 'GET') assertReadableQuery(new URL(context.url).searchParams);
    } catch (error) {
      throw toCallerError(error, context.values, logger);
    }
  };
}
