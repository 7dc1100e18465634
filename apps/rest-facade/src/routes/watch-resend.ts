import { Readable } from 'node:stream';

import type { RouterContext, RouterMiddleware } from '@koa/router';
import { DomainError, type Resend, resendNotFound, type Timers } from '@webhooks/domain';
import { ShareLedger } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';
import { parseId } from '@webhooks/validation';

import type { ServiceClient } from '../service/service-client.ts';
import { eventStream } from '../events/event-stream.ts';
import { newestStates } from '../events/newest-states.ts';
import { eventId } from '../events/progress-event.ts';
import { take } from '../http/request-slots.ts';
import type { RequestState } from '../http/request-state.ts';
import type { RestLimits } from '../server/rest-limits.ts';
import { callerOf } from './caller.ts';

const EVENT_STREAM = 'text/event-stream';

/** What streams of events take. */
export interface WatchResendParts {
  readonly service: Pick<ServiceClient, 'getResend' | 'watchResend'>;
  readonly limits: Pick<RestLimits, 'maxEventStreams' | 'heartbeatMs'>;
  readonly timers: Timers;
  /** Aborts when the facade stops. */
  readonly stopping: AbortSignal;
  readonly logger: Logger;
}

/**
 * GET /v3/webhooks/resend/{id}/events: progress as server-sent events, to the settled state. Accept is
 * not asked: generated clients name the form of the errors alone.
 */
export function watchResend(parts: WatchResendParts): RouterMiddleware<RequestState> {
  const { service, limits } = parts;
  const streamSlots = new ShareLedger<number>({ capacity: limits.maxEventStreams });
  return async (ctx) => {
    const id = parseId(ctx.params['id'] ?? '');
    if (id === null) throw resendNotFound();
    if (ctx.method === 'HEAD') {
      await service.getResend(id, callerOf(ctx));
      setHeaders(ctx);
      ctx.status = 200;
      return;
    }
    const gone = new AbortController();
    const release = take(ctx, streamSlots, 'event_streams');
    ctx.res.once('close', () => {
      release();
      gone.abort();
    });
    await answer(ctx, id, gone, parts);
  };
}

/** What fails before the first state is known is answered like any other error. */
async function answer(
  ctx: RouterContext<RequestState>,
  id: number,
  gone: AbortController,
  { service, limits, timers, stopping, logger }: WatchResendParts,
): Promise<void> {
  const over = AbortSignal.any([gone.signal, stopping]);
  const states = service.watchResend(id, callerOf(ctx), over)[Symbol.asyncIterator]();
  const { value: first } = await states.next();
  if (first === undefined) throw new DomainError('service_unavailable', 'the watch ended early');
  if (isKnownEnd(ctx, first)) {
    gone.abort();
    ctx.status = 204;
    return;
  }
  const newest = newestStates(first, states, (error) => {
    const { requestId } = ctx.state;
    if (error === null) return;
    logger.debug({ err: error, requestId, resendId: id }, 'Watching a resend ended early');
  });
  const text = eventStream(newest, { heartbeatMs: limits.heartbeatMs, timers });
  setHeaders(ctx);
  ctx.body = Readable.from(text, { objectMode: false, highWaterMark: 1 });
}

/** A client that has the settled state comes back because streams end; 204 tells it to stay away. */
function isKnownEnd(ctx: RouterContext<RequestState>, resend: Resend): boolean {
  return resend.finishedAtMs !== null && ctx.get('last-event-id') === eventId(resend);
}

/** Nobody on the way may keep, change or hold back what is sent. */
function setHeaders(ctx: RouterContext<RequestState>): void {
  ctx.type = `${EVENT_STREAM}; charset=utf-8`;
  ctx.set('Cache-Control', 'no-store, no-transform');
  ctx.set('X-Accel-Buffering', 'no');
}
