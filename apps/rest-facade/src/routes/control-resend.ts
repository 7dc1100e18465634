import type { RouterMiddleware } from '@koa/router';
import { type Resend, resendNotFound } from '@webhooks/domain';
import { parseId } from '@webhooks/validation';

import type { Caller, ServiceClient } from '../service/service-client.ts';
import type { RequestState } from '../http/request-state.ts';
import { toResendDetail } from '../v3/resend-detail.ts';
import { callerOf } from './caller.ts';

/** The result of an action: the resend after it, and what is said of it beside that. */
interface Outcome {
  readonly detail: string;
  readonly resend: Resend;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** POST /v3/webhooks/resend/{id}/cancel: starts nothing more of it, for good. */
export function cancelResend(
  service: Pick<ServiceClient, 'cancelResend'>,
): RouterMiddleware<RequestState> {
  return control(async (id, caller) => {
    const { resend, inFlight } = await service.cancelResend(id, caller);
    const isOver = resend.finishedAtMs !== null;
    const detail = `Webhook resend ${isOver ? 'is settled' : 'is being cancelled'}. ID: ${id}`;
    return { detail, resend, fields: { in_flight: inFlight } };
  });
}

/** POST /v3/webhooks/resend/{id}/pause: starts nothing more of it until it is resumed. */
export function pauseResend(
  service: Pick<ServiceClient, 'pauseResend'>,
): RouterMiddleware<RequestState> {
  return control(async (id, caller) => ({
    detail: `Webhook resend paused. ID: ${id}`,
    resend: await service.pauseResend(id, caller),
  }));
}

/** POST /v3/webhooks/resend/{id}/resume: lets it continue. */
export function resumeResend(
  service: Pick<ServiceClient, 'resumeResend'>,
): RouterMiddleware<RequestState> {
  return control(async (id, caller) => ({
    detail: `Webhook resend resumed. ID: ${id}`,
    resend: await service.resumeResend(id, caller),
  }));
}

function control(
  act: (id: number, caller: Caller) => Promise<Outcome>,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const id = parseId(ctx.params['id'] ?? '');
    if (id === null) throw resendNotFound();
    const { detail, resend, fields } = await act(id, callerOf(ctx));
    ctx.body = { worked: true, detail, ...fields, resend: toResendDetail(resend) };
  };
}
