import { validateEventListQuery } from '@webhooks/validation';

import { type Export, EXPORT_PAGE_SIZE, ndjson } from '../export/create-export.ts';
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
  exportList: Export,
): RestMiddleware {
  return async (ctx) => {
    const filters = validateEventListQuery(new URLSearchParams(ctx.querystring));
    const caller = callerOf(ctx);
    const isWritten = await exportList(ctx, {
      forms: [ndjson(toEventItem)],
      fileName: 'events',
      cursor: filters.cursor,
      read: async (cursor) => {
        const whole = { ...filters, cursor, limit: EXPORT_PAGE_SIZE };
        const page = await service.listEvents(whole, caller);
        return filters.direction === 'NEXT'
          ? { rows: page.events, next: page.next }
          : { rows: page.events.toReversed(), next: page.previous };
      },
    });
    if (isWritten) return;
    const { events, next, previous } = await service.listEvents(filters, caller);
    ctx.body = {
      next: next && eventPageLink(listUrl, filters, next, 'NEXT'),
      previous: previous && eventPageLink(listUrl, filters, previous, 'PREVIOUS'),
      results: events.map(toEventItem),
    };
  };
}
