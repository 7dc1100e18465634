import { validateListQuery } from '@webhooks/validation';

import type { ServiceClient } from '../service/service-client.ts';
import type { RestMiddleware } from '../http/request-state.ts';
import { pageLink } from '../v3/page-link.ts';
import { toResendItem } from '../v3/resend-item.ts';
import { callerOf } from './caller.ts';

/** GET /v3/webhooks/resend: resends of the caller's accounts, newest first. listUrl: as callers reach it. */
export function listResends(service: ServiceClient, listUrl: string): RestMiddleware {
  return async (ctx) => {
    const filters = validateListQuery(new URLSearchParams(ctx.querystring));
    const { resends, next, previous } = await service.listResends(filters, callerOf(ctx));
    ctx.body = {
      next: next && pageLink(listUrl, filters, next, 'NEXT'),
      previous: previous && pageLink(listUrl, filters, previous, 'PREVIOUS'),
      results: resends.map(toResendItem),
    };
  };
}
