import type { EventDelivery, EventDetail, EventLog } from '@webhooks/client';

import { call, open } from './api.ts';
import type { Attempt, Delivery, Page } from './types.ts';

/** A delivery of an event, with words for every reason and class. */
export interface DeliveryOfEvent extends Omit<EventDelivery, keyof Delivery>, Delivery {
  readonly attempt_log: readonly Attempt[];
}

/** An event in full. */
export interface ShownEvent extends EventDetail {
  readonly history: {
    readonly next: string | null;
    readonly results: readonly DeliveryOfEvent[];
  };
}

export const listEvents = (query: URLSearchParams, signal: AbortSignal): Promise<Page<EventLog>> =>
  call(`events?${query.toString()}`, { signal });

/** before: the part of the history before this resend; empty: the newest part. */
export const getEvent = (id: string, before: string, signal: AbortSignal): Promise<ShownEvent> =>
  call(`events/${encodeURIComponent(id)}${before === '' ? '' : `?before_resend_id=${before}`}`, {
    signal,
  });

/** A whole list as a file, as the API writes it. */
export async function download(path: string, type: string, signal: AbortSignal): Promise<Blob> {
  const response = await open(path, type, signal);
  return response.blob();
}
