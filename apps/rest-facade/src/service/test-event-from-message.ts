import { TestEventState, type TestEvent as Message } from '@webhooks/contracts';
import type { MtlsVerdict, TestEvent, TestEventReason } from '@webhooks/domain';

import { toUnnumberedAttempt, toWord } from './delivery-from-message.ts';
import { orNull, toMs, toNumber } from './from-message.ts';
import { nameOf } from './name-of.ts';

const states = {
  PENDING: TestEventState.PENDING,
  DELIVERED: TestEventState.DELIVERED,
  FAILED: TestEventState.FAILED,
  SKIPPED: TestEventState.SKIPPED,
} as const satisfies Record<TestEvent['state'], TestEventState>;

/** A test event as the service sent it. */
export function toTestEvent(event: Message | undefined): TestEvent {
  if (event === undefined) throw new Error('The service sent no test event');
  return {
    id: toNumber(event.id),
    endpointId: event.endpointId,
    state: nameOf(states, event.state),
    reason: toWord<TestEventReason>(event.reason),
    createdAtMs: toMs(event.createdAt),
    settledAtMs: orNull(event.settledAt, toMs),
    mtls: toWord<MtlsVerdict>(event.mtls),
    isChallengeAnswered: event.challengeAnswered ?? null,
    attempt: orNull(event.attempt, toUnnumberedAttempt),
  };
}
