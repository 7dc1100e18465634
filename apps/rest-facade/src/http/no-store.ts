import type { RestMiddleware } from './request-state.ts';

/** What every answer carries that does not say otherwise: it is for one caller, at one moment. */
export const NO_STORE = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Lets nobody on the way keep an answer, and no browser guess at what it is. */
export function noStoreAnswers(): RestMiddleware {
  return (ctx, next) => {
    ctx.set(NO_STORE);
    return next();
  };
}
