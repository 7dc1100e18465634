import type { EventDelivery, EventListFilters, EventPage, ListedEvent } from '@webhooks/domain';

import type { Caller } from './service-client.ts';

/** What an endpoint would get, without what is secret. */
export interface EndpointRequest {
  readonly endpointId: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** An event with its body, who would get it how, and what became of it. */
export interface ShownEvent {
  readonly event: ListedEvent;
  readonly payload: Uint8Array;
  readonly requests: readonly EndpointRequest[];
  readonly history: readonly EventDelivery[];
  /** There is more history, of resends before this one; null: that is all. */
  readonly olderThanResendId: number | null;
}

/** What the facade needs of the service's events; refusals as in ServiceClient. */
export interface EventClient {
  listEvents(filters: EventListFilters, caller: Caller): Promise<EventPage>;
  getEvent(id: string, beforeResendId: number | null, caller: Caller): Promise<ShownEvent>;
}
