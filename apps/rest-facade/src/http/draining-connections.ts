import type { RestMiddleware } from './request-state.ts';

/** Tells clients that their connection ends with this answer, once the facade is stopping. */
export function drainingConnections(isDraining: () => boolean): RestMiddleware {
  return async (ctx, next) => {
    await next();
    if (isDraining()) ctx.set('Connection', 'close');
  };
}
