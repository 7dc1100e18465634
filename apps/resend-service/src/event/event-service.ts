import type { ServiceImpl } from '@connectrpc/connect';

import type { EventService } from '@webhooks/contracts';
import type { Clock, EventStore } from '@webhooks/domain';

import { getEvent } from './get-event.ts';
import { listEvents } from './list-events.ts';

/** What the service works with. */
export interface EventServiceParts {
  readonly events: EventStore;
  readonly clock: Pick<Clock, 'now'>;
}

/** The calls of webhooks.event.v1. */
export function eventService({
  events,
  clock,
}: EventServiceParts): ServiceImpl<typeof EventService> {
  return { listEvents: listEvents(events), getEvent: getEvent(events, clock) };
}
