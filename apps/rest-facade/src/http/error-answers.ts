import { DomainError } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import { type ErrorText, errorBody } from './answer.ts';
import { answerTo } from './domain-answers.ts';
import { HttpProblem } from './http-problem.ts';
import type { RestContext, RestMiddleware } from './request-state.ts';

/** Turns whatever is thrown into the contract's error body. */
export function errorAnswers(logger: Logger): RestMiddleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (error instanceof DomainError) {
        const { status, headers, text } = answerTo(error);
        refuse(ctx, status, headers, text);
      } else if (error instanceof HttpProblem) {
        refuse(ctx, error.status, error.headers, error);
      } else {
        const { requestId } = ctx.state;
        logger.error({ err: error, requestId, method: ctx.method }, 'Request failed unexpectedly');
        const detail = `Internal server error. Request ID: ${requestId}`;
        refuse(ctx, 500, {}, { detail, code: 'internal_error' });
      }
    }
  };
}

function refuse(
  ctx: RestContext,
  status: number,
  headers: Readonly<Record<string, string>>,
  text: ErrorText,
): void {
  ctx.set(headers);
  ctx.status = status;
  ctx.type = 'json';
  ctx.body = errorBody(text);
}
