import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { EndpointService } from '@webhooks/contracts';
import { eventNotFound, type TestEventStore } from '@webhooks/domain';

import { RequestReader } from '../mapping/request-reader.ts';
import { testEventToProto } from '../mapping/test-event.ts';

/** What became of a test event of an endpoint that the caller has access to. */
export function getTestEvent(
  testEvents: Pick<TestEventStore, 'get'>,
): MethodImpl<typeof EndpointService.method.getTestEvent> {
  return async ({ endpointId, id: asked }, context) => {
    const read = new RequestReader();
    const id = read.id('id', asked);
    read.finish();
    const event = await testEvents.get(endpointId, id, actingUser(context));
    if (event === null) throw eventNotFound();
    return { testEvent: testEventToProto(event) };
  };
}
