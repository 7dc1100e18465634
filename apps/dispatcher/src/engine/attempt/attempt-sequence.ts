import { dispositionAfter, isExpired } from '@webhooks/delivery';
import {
  reasonToSkip,
  type AttemptDisposition,
  type AttemptOutcome,
  type Clock,
  type CurrentEndpoint,
  type DeliveryReason,
  type Random,
} from '@webhooks/domain';

/** When to try again, and when to give up. */
export interface RetryPolicy {
  /** Waits before the 1st, 2nd, … attempt; its length is the number of attempts. */
  readonly scheduleMs: readonly number[];
  /** What is not settled this long after acceptance fails as expired. */
  readonly expiresAfterMs: number;
}

export interface AttemptSequenceOptions {
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  readonly random: Random;
}

/** In their order; the last one decides. */
export type AttemptOutcomes = readonly [...AttemptOutcome[], AttemptOutcome];

/** What is due for an endpoint: a delivery or a notification. */
export interface DueAttempt {
  /** When it was created; the time until it expires begins then. */
  readonly createdAtMs: number;
  /** Steps of the schedule that it has behind it. */
  readonly stepsBefore: number;
  /** The endpoint as it is now; null when it does not exist. */
  readonly readEndpoint: () => Promise<CurrentEndpoint | null>;
  /** Signs and sends it; never rejects for what the receiver does. */
  readonly send: (endpoint: CurrentEndpoint) => Promise<AttemptOutcomes>;
}

/** What came of it. No outcomes: it was settled without an attempt. */
export interface AttemptResult {
  readonly attempts: readonly AttemptOutcome[];
  readonly disposition:
    AttemptDisposition | { readonly state: 'SKIPPED'; readonly reason: DeliveryReason };
}

/**
 * One attempt, from its first question to its disposition: too late? skipped? signed and sent, and
 * what becomes of it now.
 */
export async function runAttempt(
  { createdAtMs, stepsBefore, readEndpoint, send }: DueAttempt,
  { policy, clock, random }: AttemptSequenceOptions,
): Promise<AttemptResult> {
  const { expiresAfterMs } = policy;
  if (isExpired({ createdAtMs, expiresAfterMs }, clock.now())) {
    return { attempts: [], disposition: { state: 'FAILED', reason: 'expired' } };
  }
  const endpoint = await readEndpoint();
  const reason = reasonToSkip(endpoint);
  if (endpoint === null || reason !== null) {
    return {
      attempts: [],
      disposition: { state: 'SKIPPED', reason: reason ?? 'endpoint_deleted' },
    };
  }
  const attempts = await send(endpoint);
  const last = attempts[attempts.length - 1] ?? attempts[0];
  const progress = {
    ...policy,
    attempts: stepsBefore + 1,
    createdAtMs,
    nowMs: clock.now(),
    random,
  };
  return { attempts, disposition: dispositionAfter(last, progress) };
}

/** True when the endpoint has answered that it is gone for good. */
export function isGone({ disposition }: Pick<AttemptResult, 'disposition'>): boolean {
  return disposition.state === 'FAILED' && disposition.reason === 'endpoint_gone';
}
