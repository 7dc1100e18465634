import type { RouterMiddleware } from '@koa/router';
import { resendNotFound } from '@webhooks/domain';
import { parseId } from '@webhooks/validation';

import type { ServiceClient } from '../service/service-client.ts';
import type { RequestState } from '../http/request-state.ts';
import { toResendStatisticsBody } from '../v3/resend-statistics-body.ts';
import { callerOf } from './caller.ts';

/** GET /v3/webhooks/resend/{id}/statistics: its deliveries by state, failures and outcomes over time. */
export function getResendStatistics(
  service: Pick<ServiceClient, 'resendStatistics'>,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const id = parseId(ctx.params['id'] ?? '');
    if (id === null) throw resendNotFound();
    ctx.body = toResendStatisticsBody(await service.resendStatistics(id, callerOf(ctx)));
  };
}
