import type { RouterMiddleware } from '@koa/router';
import { eventNotFound } from '@webhooks/domain';
import { isName, validateEventQuery } from '@webhooks/validation';

import type { RequestState } from '../http/request-state.ts';
import type { EventClient } from '../service/event-client.ts';
import { toEventDetail } from '../v3/event-detail.ts';
import { callerOf } from './caller.ts';

/**
 * GET /v3/webhooks/events/{id}: an event of the caller's accounts with its body, what would be sent,
 * and what became of it. listUrl: as callers reach the events.
 */
export function getEvent(
  service: Pick<EventClient, 'getEvent'>,
  listUrl: string,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const before = validateEventQuery(new URLSearchParams(ctx.querystring));
    const id = ctx.params['id'] ?? '';
    if (!isName(id)) throw eventNotFound();
    const shown = await service.getEvent(id, before, callerOf(ctx));
    ctx.body = toEventDetail(shown, `${listUrl}/${id}`);
  };
}
