import { create } from '@bufbuild/protobuf';

import { AttemptSchema, type Attempt as ProtoAttempt } from '@webhooks/contracts';
import { timestampFromMillis } from '@webhooks/contracts/mapping';
import type { Attempt } from '@webhooks/domain';

/** An attempt as callers see it. */
export function attemptToProto(attempt: Attempt): ProtoAttempt {
  const { httpStatus } = attempt;
  return create(AttemptSchema, {
    number: attempt.number,
    startedAt: timestampFromMillis(attempt.startedAtMs),
    durationMs: attempt.durationMs,
    ...(httpStatus === null ? {} : { httpStatus }),
    errorClass: attempt.errorClass ?? '',
    errorMessage: attempt.errorMessage ?? '',
    responseSnippet: attempt.responseSnippet ?? new Uint8Array(),
  });
}
