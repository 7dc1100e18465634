import { validateEventListQuery } from '@webhooks/validation';

import type { RestMiddleware } from '../http/request-state.ts';
import type { EventClient } from '../service/event-client.ts';
import { toEventItem } from '../v3/event-item.ts';
import { eventPageLink } from '../v3/event-page-link.ts';
import { callerOf } from './caller.ts';

/**
 * GET /v3/webhooks/events: events of the caller's accounts, newest recording first. listUrl: as callers
 * reach it.
 */
export function listEvents(
  service: Pick<EventClient, 'listEvents'>,
  listUrl: string,
): RestMiddleware {
  return async (ctx) => {
    const filters = validateEventListQuery(new URLSearchParams(ctx.querystring));
    const { events, next, previous } = await service.listEvents(filters, callerOf(ctx));
    ctx.body = {
      next: next && eventPageLink(listUrl, filters, next, 'NEXT'),
      previous: previous && eventPageLink(listUrl, filters, previous, 'PREVIOUS'),
      results: events.map(toEventItem),
    };
  };
}
