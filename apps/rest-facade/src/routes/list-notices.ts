import type { RouterMiddleware } from '@koa/router';
import { resendNotFound } from '@webhooks/domain';
import { parseId } from '@webhooks/validation';

import type { ServiceClient } from '../service/service-client.ts';
import type { RequestState } from '../http/request-state.ts';
import { toNotificationItem } from '../v3/notification-item.ts';
import { callerOf } from './caller.ts';

/** GET /v3/webhooks/resend/{id}/notices: who was notified that it is settled. */
export function listNotices(
  service: Pick<ServiceClient, 'listNotices'>,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const id = parseId(ctx.params['id'] ?? '');
    if (id === null) throw resendNotFound();
    const notices = await service.listNotices(id, callerOf(ctx));
    ctx.body = { results: notices.map(toNotificationItem) };
  };
}
