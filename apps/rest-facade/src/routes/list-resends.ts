import { validateListQuery } from '@webhooks/validation';

import type { ResendCore } from '../service/service-client.ts';
import type { RestMiddleware } from '../http/request-state.ts';
import { pageLink } from '../v3/page-link.ts';
import { toResendItem } from '../v3/resend-item.ts';
import { callerOf } from './caller.ts';

/** GET /v3/webhooks/resend: resends of the caller's accounts, newest first. listUrl: as callers reach it. */
export function listResends(core: ResendCore, listUrl: string): RestMiddleware {
  return async (ctx) => {
    const filters = validateListQuery(new URLSearchParams(ctx.querystring));
    const { resends, next, previous } = await core.listResends(filters, callerOf(ctx));
    ctx.body = {
      next: next && pageLink(listUrl, filters, next, 'NEXT'),
      previous: previous && pageLink(listUrl, filters, previous, 'PREVIOUS'),
      results: resends.map(toResendItem),
    };
  };
}
