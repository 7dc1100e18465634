import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';

import {
  TestEventSchema,
  TestEventState as ProtoState,
  type TestEvent as ProtoTestEvent,
} from '@webhooks/contracts';
import { timestampFromMillis } from '@webhooks/contracts/mapping';
import type { TestAttempt, TestEvent } from '@webhooks/domain';

/** A test event as callers see it. */
export function testEventToProto(event: TestEvent): ProtoTestEvent {
  return create(TestEventSchema, {
    id: BigInt(event.id),
    endpointId: event.endpointId,
    state: ProtoState[event.state],
    reason: event.reason ?? '',
    createdAt: timestampFromMs(event.createdAtMs),
    settledAt: timestampFromMillis(event.settledAtMs),
    mtls: event.mtls ?? '',
    ...(event.isChallengeAnswered === null ? {} : { challengeAnswered: event.isChallengeAnswered }),
    ...(event.attempt === null ? {} : { attempt: attemptToProto(event.attempt) }),
  });
}

function attemptToProto({ httpStatus, ...attempt }: TestAttempt) {
  return {
    startedAt: timestampFromMs(attempt.startedAtMs),
    durationMs: attempt.durationMs,
    ...(httpStatus === null ? {} : { httpStatus }),
    errorClass: attempt.errorClass ?? '',
    errorMessage: attempt.errorMessage ?? '',
    responseSnippet: attempt.responseSnippet ?? new Uint8Array(),
  };
}
