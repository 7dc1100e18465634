import type { RouterMiddleware } from '@koa/router';
import { eventNotFound } from '@webhooks/domain';
import { parseId } from '@webhooks/validation';

import type { EndpointClient } from '../service/endpoint-client.ts';
import type { RequestState } from '../http/request-state.ts';
import { toTestEventItem } from '../v3/test-event-item.ts';
import { callerOf } from './caller.ts';
import { endpointIdOf } from './endpoint-id.ts';

const RETRY_AFTER_S = '1';

/** POST /v3/webhooks/endpoints/{id}/test: sends a test event, and tells what came of it. */
export function sendTestEvent(
  service: Pick<EndpointClient, 'sendTestEvent'>,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const endpointId = endpointIdOf(ctx.params);
    const event = await service.sendTestEvent(endpointId, callerOf(ctx));
    if (event.state === 'PENDING') {
      ctx.status = 202;
      ctx.set('Retry-After', RETRY_AFTER_S);
    }
    ctx.body = {
      worked: true,
      detail: `Webhook test event requested. ID: ${event.id}`,
      test_event: toTestEventItem(event),
    };
  };
}

/** GET /v3/webhooks/endpoints/{id}/test/{test_id}: what came of a test event. */
export function getTestEvent(
  service: Pick<EndpointClient, 'testEvent'>,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const endpointId = endpointIdOf(ctx.params);
    const id = parseId(ctx.params['testId'] ?? '');
    if (id === null) throw eventNotFound();
    ctx.body = toTestEventItem(await service.testEvent(endpointId, id, callerOf(ctx)));
  };
}
