import type { RestMiddleware } from './request-state.ts';

/** What every answer carries that does not say otherwise: it is for one caller, at one moment. */
export const UNKEPT = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' } as const;

/** Lets nobody on the way keep an answer, and no browser guess at what it is. */
export function unkeptAnswers(): RestMiddleware {
  return (ctx, next) => {
    ctx.set(UNKEPT);
    return next();
  };
}
