import type { ServiceImpl } from '@connectrpc/connect';

import type { EventService } from '@webhooks/contracts';
import type { EventStore } from '@webhooks/domain';

import { getEvent } from './get-event.ts';
import { type KnownAt, listEvents } from './list-events.ts';

/** What the service works with. */
export interface EventServiceParts extends KnownAt {
  readonly events: EventStore;
}

/** The calls of webhooks.event.v1. */
export function eventService(parts: EventServiceParts): ServiceImpl<typeof EventService> {
  const { events, clock } = parts;
  return { listEvents: listEvents(events, parts), getEvent: getEvent(events, clock) };
}
