import { dispositionAfter, isExpired, type NotSentError } from '@webhooks/delivery';
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

/** What became of sending it. */
export interface SendResult {
  /** In their order; the last one decides. */
  readonly outcomes: readonly AttemptOutcome[];
  /** Set: nothing more could be sent, for a reason that is not the receiver's. */
  readonly notSent: NotSentError | null;
}

/** What is due for an endpoint: a delivery or a notification. */
export interface DueAttempt {
  /** When it was created; the time until it expires begins then. */
  readonly createdAtMs: number;
  /** Steps of the schedule that it has behind it. */
  readonly stepsBefore: number;
  /** The endpoint as it is now; null when it does not exist. */
  readonly readEndpoint: () => Promise<CurrentEndpoint | null>;
  /** Signs and sends it; never rejects for what the receiver does. */
  readonly send: (endpoint: CurrentEndpoint) => Promise<SendResult>;
}

/** What came of it. No outcomes: it was settled without an attempt, or waits for the way to its receiver. */
export interface AttemptResult {
  readonly attempts: readonly AttemptOutcome[];
  readonly disposition:
    AttemptDisposition | { readonly state: 'SKIPPED'; readonly reason: DeliveryReason };
  /** Set: the way to its receiver is closed until then, which is no step of the schedule. */
  readonly heldUntilMs: number | null;
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
    return settled({ state: 'FAILED', reason: 'expired' });
  }
  const endpoint = await readEndpoint();
  const reason = reasonToSkip(endpoint);
  if (endpoint === null || reason !== null) {
    return settled({ state: 'SKIPPED', reason: reason ?? 'endpoint_deleted' });
  }
  if (endpoint.isUnproven === true) return waiting(clock.now() + PROOF_PAUSE_MS);
  const { outcomes: attempts, notSent } = await send(endpoint);
  const last = attempts.at(-1);
  if (notSent !== null || last === undefined) {
    const nextAttemptAtMs = clock.now() + Math.ceil(notSent?.retryAfterMs ?? 0);
    const disposition = { state: 'RETRYING', nextAttemptAtMs } as const;
    return { attempts, disposition, heldUntilMs: nextAttemptAtMs };
  }
  const progress = {
    ...policy,
    attempts: stepsBefore + 1,
    createdAtMs,
    nowMs: clock.now(),
    random,
  };
  return { attempts, disposition: dispositionAfter(last, progress), heldUntilMs: null };
}

/** Before it is looked again whether a URL is proven, in milliseconds. */
const PROOF_PAUSE_MS = 5_000;

/** The way there is closed until then; nothing is charged to the receiver. */
function waiting(untilMs: number): AttemptResult {
  const disposition = { state: 'RETRYING', nextAttemptAtMs: untilMs } as const;
  return { attempts: [], disposition, heldUntilMs: untilMs };
}

function settled(disposition: AttemptResult['disposition']): AttemptResult {
  return { attempts: [], disposition, heldUntilMs: null };
}

/** True when the endpoint has answered that it is gone for good. */
export function isGone({ disposition }: Pick<AttemptResult, 'disposition'>): boolean {
  return disposition.state === 'FAILED' && disposition.reason === 'endpoint_gone';
}
