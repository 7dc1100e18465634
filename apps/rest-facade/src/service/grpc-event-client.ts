import { createClient, type Transport } from '@connectrpc/connect';
import { EventService } from '@webhooks/contracts';

import { optionsFor } from './call-options.ts';
import type { EventClient } from './event-client.ts';
import { toListedEvent, toShownEvent } from './event-from-message.ts';
import { toEventListRequest } from './event-list-request.ts';
import { orNull, toNumber } from './from-message.ts';
import { createGuardedCalls } from './guarded-call.ts';
import type { OutageLog } from './outage-log.ts';

/** Calls resend-service. */
export function createGrpcEventClient(transport: Transport, outages: OutageLog): EventClient {
  const client = createClient(EventService, transport);
  const { read } = createGuardedCalls(outages);
  return {
    listEvents: async (filters, caller) => {
      const request = toEventListRequest(filters);
      const page = await read(() => client.listEvents(request, optionsFor(caller)));
      return {
        events: page.events.map(toListedEvent),
        next: orNull(page.nextCursorId, toNumber),
        previous: orNull(page.previousCursorId, toNumber),
      };
    },
    getEvent: async (id, beforeResendId, caller) => {
      const before = beforeResendId === null ? {} : { beforeResendId: BigInt(beforeResendId) };
      const request = { id, ...before };
      return toShownEvent(await read(() => client.getEvent(request, optionsFor(caller))));
    },
  };
}
