import type { RouterMiddleware } from '@koa/router';
import { resendNotFound } from '@webhooks/domain';
import { parseId, validateDeliveryListQuery } from '@webhooks/validation';

import type { ServiceClient } from '../service/service-client.ts';
import type { RequestState } from '../http/request-state.ts';
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
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const filters = validateDeliveryListQuery(new URLSearchParams(ctx.querystring));
    const id = parseId(ctx.params['id'] ?? '');
    if (id === null) throw resendNotFound();
    const { deliveries, next, previous } = await service.listDeliveries(id, filters, callerOf(ctx));
    const listUrl = `${resendsUrl}/${id}/deliveries`;
    ctx.body = {
      next: next && deliveryPageLink(listUrl, filters, next, 'NEXT'),
      previous: previous && deliveryPageLink(listUrl, filters, previous, 'PREVIOUS'),
      results: deliveries.map(toDeliveryItem),
    };
  };
}
