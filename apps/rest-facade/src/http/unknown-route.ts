import type { RouterContext } from '@koa/router';

import { methodNotAllowed, routeNotFound } from './http-problem.ts';
import type { RequestState } from './request-state.ts';

/** Answers what no route took: 405 or OPTIONS with Allow where the path is known, else 404. */
export function unknownRoute(ctx: RouterContext<RequestState>): void {
  const methods = new Set((ctx.matched ?? []).flatMap((layer) => layer.methods));
  if (methods.size === 0) throw routeNotFound();
  const allow = [...methods, 'OPTIONS'].sort().join(', ');
  if (ctx.method !== 'OPTIONS') throw methodNotAllowed(allow);
  ctx.set('Allow', allow);
  ctx.status = 204;
}
