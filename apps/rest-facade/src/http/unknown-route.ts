import type Router from '@koa/router';
import type { RouterContext } from '@koa/router';

import { methodNotAllowed, routeNotFound } from './http-problem.ts';
import type { RequestState, RestContext, RestMiddleware } from './request-state.ts';

/** Answers what no route took: 405 or OPTIONS with Allow where the path is known, else 404. */
export function unknownRoute(ctx: RouterContext<RequestState>): void {
  const methods = (ctx.matched ?? []).flatMap((layer) => layer.methods);
  if (methods.length === 0) throw routeNotFound();
  answerWithMethods(ctx, methods);
}

/**
 * Keeps paths without parameters to their own methods: a router would look on, and take the last
 * part of "/resend/preview" for an id.
 */
export function fixedPaths(router: Router<RequestState>): RestMiddleware {
  const methodsOf = new Map<string, string[]>();
  for (const { path, methods } of router.stack) {
    if (typeof path !== 'string' || path.includes(':')) continue;
    methodsOf.set(path, [...(methodsOf.get(path) ?? []), ...methods]);
  }
  return async (ctx, next) => {
    const methods = methodsOf.get(ctx.path);
    if (methods === undefined || methods.includes(ctx.method)) await next();
    else answerWithMethods(ctx, methods);
  };
}

function answerWithMethods(ctx: RestContext, methods: readonly string[]): void {
  const allow = [...new Set([...methods, 'OPTIONS'])].sort().join(', ');
  if (ctx.method !== 'OPTIONS') throw methodNotAllowed(allow);
  ctx.set('Allow', allow);
  ctx.status = 204;
}
