import { refusal, unknownParameter } from '@webhooks/validation';

import type { RestMiddleware } from './request-state.ts';

/**
 * Refuses every query parameter where none is known: one that is silently ignored could have been
 * meant as a filter.
 */
export function noQuery(): RestMiddleware {
  return (ctx, next) => {
    if (ctx.querystring === '') return next();
    const names = new Set(new URLSearchParams(ctx.querystring).keys());
    throw refusal([...names].map(unknownParameter));
  };
}
