import type { RouterMiddleware } from '@koa/router';
import { resendNotFound } from '@webhooks/domain';
import { parseId, validateDeliveryListQuery } from '@webhooks/validation';

import { type Export, EXPORT_PAGE_SIZE, ndjson } from '../export/create-export.ts';
import type { ServiceClient } from '../service/service-client.ts';
import type { RequestState } from '../http/request-state.ts';
import { deliveryCsv } from '../v3/delivery-csv.ts';
import { toDeliveryItem } from '../v3/delivery-item.ts';
import { deliveryPageLink } from '../v3/delivery-page-link.ts';
import { callerOf } from './caller.ts';

/**
 * GET /v3/webhooks/resend/{id}/deliveries: the outcome of each delivery, by position. resendsUrl: as
 * callers reach the resends.
 */
export function listDeliveries(
  service: Pick<ServiceClient, 'listDeliveries'>,
  resendsUrl: string,
  exportList: Export,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const filters = validateDeliveryListQuery(new URLSearchParams(ctx.querystring));
    const id = parseId(ctx.params['id'] ?? '');
    if (id === null) throw resendNotFound();
    const caller = callerOf(ctx);
    const isWritten = await exportList(ctx, {
      forms: [ndjson(toDeliveryItem), deliveryCsv],
      fileName: `resend-${id}-deliveries`,
      cursor: filters.cursorPosition,
      read: async (cursorPosition) => {
        const whole = { ...filters, cursorPosition, limit: EXPORT_PAGE_SIZE };
        const page = await service.listDeliveries(id, whole, caller);
        return filters.direction === 'NEXT'
          ? { rows: page.deliveries, next: page.next }
          : { rows: page.deliveries.toReversed(), next: page.previous };
      },
    });
    if (isWritten) return;
    const { deliveries, next, previous } = await service.listDeliveries(id, filters, caller);
    const listUrl = `${resendsUrl}/${id}/deliveries`;
    ctx.body = {
      next: next && deliveryPageLink(listUrl, filters, next, 'NEXT'),
      previous: previous && deliveryPageLink(listUrl, filters, previous, 'PREVIOUS'),
      results: deliveries.map(toDeliveryItem),
    };
  };
}
