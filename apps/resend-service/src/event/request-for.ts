import { create } from '@bufbuild/protobuf';

import { EndpointRequestSchema, type EndpointRequest } from '@webhooks/contracts';
import { shownHeaders } from '@webhooks/delivery/shown-headers';
import { shownUrl, type Endpoint, type EventDetail } from '@webhooks/domain';

/** What an endpoint would get with an event now, without what is secret. */
export function requestFor(
  endpoint: Endpoint,
  { event, payload }: Pick<EventDetail, 'event' | 'payload'>,
  nowMs: number,
): EndpointRequest {
  const headers = shownHeaders({
    endpoint,
    eventId: event.id,
    eventOccurredAtUs: event.occurredAtUs,
    payload,
    nowMs,
  });
  return create(EndpointRequestSchema, {
    endpointId: endpoint.id,
    url: shownUrl(endpoint.url),
    headers: headers.map(([name, value]) => ({ name, value })),
  });
}
