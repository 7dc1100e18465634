import type { EventDelivery } from '@webhooks/domain';

import type { EndpointRequest, ShownEvent } from '../service/event-client.ts';
import { type AttemptItem, toAttemptItem } from './attempt-item.ts';
import { type DeliveryItem, toDeliveryItem } from './delivery-item.ts';
import { type EventItem, toEventItem } from './event-item.ts';
import { queryLink } from './query-link.ts';
import { wholeTextOf } from './text-of.ts';

/** A header as it would be sent. */
export interface HeaderItem {
  readonly name: string;
  readonly value: string;
}

/** What an endpoint would get with an event now. */
export interface EndpointRequestItem {
  readonly endpoint_id: string;
  readonly url: string;
  readonly headers: readonly HeaderItem[];
}

/** The delivery of an event in a resend, with every attempt. */
export interface EventDeliveryItem extends DeliveryItem {
  readonly resend_id: number;
  readonly attempt_log: readonly AttemptItem[];
}

/** What became of an event in resends, newest first. */
export interface EventHistoryItem {
  /** The part of it before this one; null: that is all. */
  readonly next: string | null;
  readonly results: readonly EventDeliveryItem[];
}

/** An event with its body, what would be sent, and what became of it. */
export interface EventDetail extends EventItem {
  /** The exact bytes in base64. */
  readonly payload: string;
  /** The same to be read; null when the bytes are no UTF-8 text. */
  readonly payload_text: string | null;
  readonly requests: readonly EndpointRequestItem[];
  readonly history: EventHistoryItem;
}

/** Writes an event in full. url: as callers reach it. */
export function toEventDetail(shown: ShownEvent, url: string): EventDetail {
  const { event, payload, requests, history, olderThanResendId: older } = shown;
  return {
    ...toEventItem(event),
    payload: Buffer.from(payload).toString('base64'),
    payload_text: wholeTextOf(payload),
    requests: requests.map(toRequestItem),
    history: {
      next: older === null ? null : queryLink(url, { before_resend_id: older }),
      results: history.map(toEventDeliveryItem),
    },
  };
}

function toRequestItem({ endpointId, url, headers }: EndpointRequest): EndpointRequestItem {
  return {
    endpoint_id: endpointId,
    url,
    headers: headers.map(({ name, value }) => ({ name, value })),
  };
}

function toEventDeliveryItem({ delivery, attempts }: EventDelivery): EventDeliveryItem {
  return {
    resend_id: delivery.resendId,
    ...toDeliveryItem(delivery),
    attempt_log: attempts.map(toAttemptItem),
  };
}
