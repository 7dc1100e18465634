import { TEST_EVENT_WINDOW_MS, testEventLimits, type DomainError } from '@webhooks/domain';
import { testEventRefusal } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';

/** Why no further test event may be sent to an endpoint for a user now; null when one may be. */
export type TestEventCounts = (
  endpointId: string,
  userId: number,
  nowMs: number,
) => DomainError | null;

/** Counts in the test events themselves, so that nothing forgets them. */
export function createTestEventCounts({ connection }: Database): TestEventCounts {
  /** When the one was asked for that makes as many as there may be, if it was after a moment. */
  const nthNewest = (column: 'endpoint_id' | 'user_id', index: string, limit: number) =>
    connection
      .prepare<[string | number, number], number>(
        `SELECT created_at_ms FROM test_events INDEXED BY ${index}
         WHERE ${column} = ? AND created_at_ms > ?
         ORDER BY created_at_ms DESC LIMIT 1 OFFSET ${limit - 1}`,
      )
      .pluck();
  const { perEndpoint, perUser } = testEventLimits;
  const nthOfEndpoint = nthNewest('endpoint_id', 'test_events_by_endpoint', perEndpoint);
  const nthOfUser = nthNewest('user_id', 'test_events_by_user', perUser);

  return (endpointId, userId, nowMs) => {
    const sinceMs = nowMs - TEST_EVENT_WINDOW_MS;
    const recent = {
      ofEndpointAtMs: nthOfEndpoint.get(endpointId, sinceMs) ?? null,
      ofUserAtMs: nthOfUser.get(userId, sinceMs) ?? null,
    };
    return testEventRefusal(recent, nowMs);
  };
}
