import { TEST_EVENT_TYPE, type CurrentEndpoint, type WaitingTestEvent } from '@webhooks/domain';

/** Names a test event to its receiver; no recorded event of ours is called so. */
export function testEventId({ id }: Pick<WaitingTestEvent, 'id'>): string {
  return `test_${String(id)}`;
}

/** The exact body of a test event, in the form of Standard Webhooks: it looks like no recorded event. */
export function testEventBody(
  event: WaitingTestEvent,
  { id: endpointId, accountId }: Pick<CurrentEndpoint, 'id' | 'accountId'>,
): Uint8Array {
  const data = { id: event.id, endpoint_id: endpointId, account_mirror_id: accountId };
  const timestamp = new Date(event.createdAtMs).toISOString();
  return Buffer.from(JSON.stringify({ type: TEST_EVENT_TYPE, timestamp, data }));
}
