import type { TestEvent } from '@webhooks/domain';
import { formatMillis } from '@webhooks/validation';

import { toUnnumberedItem, type AttemptItem } from './attempt-item.ts';

/** A test event as v3 callers see it. */
export interface TestEventItem {
  readonly id: number;
  readonly endpoint_id: string;
  readonly state: string;
  /** Null unless it was skipped. */
  readonly reason: string | null;
  readonly created_at: string;
  /** Null while it is pending. */
  readonly settled_at: string | null;
  /** Null while it is pending, and when nothing was sent. */
  readonly attempt: Omit<AttemptItem, 'number'> | null;
  /** verified, not_demanded or undecided; null: it is shown no certificate. */
  readonly mtls: string | null;
  /** Null while it is pending, and when nothing was sent. */
  readonly challenge_answered: boolean | null;
}

/** Writes a test event. */
export function toTestEventItem(event: TestEvent): TestEventItem {
  const { settledAtMs, attempt } = event;
  return {
    id: event.id,
    endpoint_id: event.endpointId,
    state: event.state,
    reason: event.reason,
    created_at: formatMillis(event.createdAtMs),
    settled_at: settledAtMs === null ? null : formatMillis(settledAtMs),
    attempt: attempt && toUnnumberedItem(attempt),
    mtls: event.mtls,
    challenge_answered: event.isChallengeAnswered,
  };
}
