import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { EventService } from '@webhooks/contracts';
import { eventNotFound, type Clock, type EventStore } from '@webhooks/domain';

import { eventDeliveryToProto, listedEventToProto } from '../mapping/listed-event.ts';
import { RequestReader } from '../mapping/request-reader.ts';
import { requestFor } from './request-for.ts';

/** Deliveries of one answer; each has its attempts with up to 4 KiB of what was answered. */
const HISTORY_DELIVERIES = 20;

/** One event of the caller's accounts: its body, who would get it how, and what became of it. */
export function getEvent(
  events: Pick<EventStore, 'get' | 'history'>,
  clock: Pick<Clock, 'now'>,
): MethodImpl<typeof EventService.method.getEvent> {
  return async ({ id, beforeResendId }, context) => {
    const read = new RequestReader();
    const before = read.optionalId('before_resend_id', beforeResendId);
    read.finish();
    const detail = await events.get(id, actingUser(context));
    if (detail === null) throw eventNotFound();
    const { sequence } = detail.event;
    const history = await events.history(sequence, before, HISTORY_DELIVERIES);
    const nowMs = clock.now();
    const { olderThanResendId: older } = history;
    return {
      event: listedEventToProto(detail.event),
      payload: detail.payload,
      requests: detail.endpoints.map((endpoint) => requestFor(endpoint, detail, nowMs)),
      history: history.deliveries.map(eventDeliveryToProto),
      ...(older === null ? {} : { olderThanResendId: BigInt(older) }),
    };
  };
}
