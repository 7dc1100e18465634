import type { AttemptDisposition, AttemptOutcome, Random } from '@webhooks/domain';

import { isExpired } from './expiry.ts';

/** Retries that failed together are spread over this share of their wait, always later. */
const jitterShare = 0.2;

const gone = 410;

/** What the fate of a delivery depends on beside the outcome of its last attempt. */
export interface DeliveryProgress {
  /** Attempts made, the last one included. */
  readonly attempts: number;
  /** When the resend was accepted. */
  readonly createdAtMs: number;
  /** The end of the attempt. */
  readonly nowMs: number;
  /** Waits before the 1st, 2nd, … attempt; its length is the number of attempts. */
  readonly scheduleMs: readonly number[];
  readonly expiresAfterMs: number;
  readonly random: Random;
}

/**
 * Decides what becomes of a delivery after an attempt. A retry never starts before the schedule
 * nor before what Retry-After asked for.
 */
export function dispositionAfter(
  outcome: Pick<AttemptOutcome, 'errorClass' | 'httpStatus' | 'retryAfterMs'>,
  progress: DeliveryProgress,
): AttemptDisposition {
  if (outcome.errorClass === null) return { state: 'DELIVERED' };
  if (outcome.httpStatus === gone) return { state: 'FAILED', reason: 'endpoint_gone' };
  const scheduledMs = progress.scheduleMs[progress.attempts];
  if (scheduledMs === undefined) return { state: 'FAILED', reason: null };
  const waitMs = Math.max(scheduledMs, outcome.retryAfterMs ?? 0);
  const jitterMs = waitMs * jitterShare * progress.random();
  const nextAttemptAtMs = Math.ceil(progress.nowMs + waitMs + jitterMs);
  if (isExpired(progress, nextAttemptAtMs)) return { state: 'FAILED', reason: 'expired' };
  return { state: 'RETRYING', nextAttemptAtMs };
}
