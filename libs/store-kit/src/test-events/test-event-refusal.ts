import { DomainError, TEST_EVENT_WINDOW_MS, testEventLimits } from '@webhooks/domain';
import type { ReachedLimit } from '@webhooks/domain';

/** When the oldest was asked for of as many as there may be in a window; null: there are fewer. */
export interface RecentTestEvents {
  readonly ofEndpointAtMs: number | null;
  readonly ofUserAtMs: number | null;
}

/** Why no further test event is sent now, by name of the limit; null when one may be. */
export function testEventRefusal(
  { ofEndpointAtMs, ofUserAtMs }: RecentTestEvents,
  nowMs: number,
): DomainError | null {
  const { perEndpoint, perUser } = testEventLimits;
  if (ofEndpointAtMs !== null) {
    const message = `An endpoint gets at most ${perEndpoint} test events a minute`;
    const limit = { name: 'test_events_per_minute_of_endpoint', value: perEndpoint } as const;
    return tooMany(message, limit, ofEndpointAtMs, nowMs);
  }
  if (ofUserAtMs !== null) {
    const message = `A user sends at most ${perUser} test events a minute`;
    const limit = { name: 'test_events_per_minute_of_user', value: perUser } as const;
    return tooMany(message, limit, ofUserAtMs, nowMs);
  }
  return null;
}

function tooMany(message: string, limit: ReachedLimit, atMs: number, nowMs: number): DomainError {
  const retryAfterMs = Math.max(1, atMs + TEST_EVENT_WINDOW_MS - nowMs);
  return new DomainError('too_many_requests', message, { retryAfterMs, limit });
}
