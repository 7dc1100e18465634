import fc from 'fast-check';

import type { OriginalOutcome, PageLimit, RecordedEvent, SenderOutcome } from '@webhooks/domain';

import { askedKeys, selections, types } from './asked-selections.ts';
import type { AskedSelection } from './asked-selections.ts';
import { event, nowMs, originalRetryForMs, startUs } from './fixtures.ts';

/** What an account has, and what happened to it, before and after a resend is accepted. */
export interface History {
  readonly endpointTypes: readonly string[];
  /** What the test endpoint wants. */
  readonly testType: string;
  /** Places in endpointTypes of those that are disabled from the start. */
  readonly disabled: readonly number[];
  readonly before: readonly Step[];
  readonly selection: AskedSelection;
  readonly after: readonly Step[];
}

/**
 * An event is recorded, its outcome is corrected or reported for one endpoint, it
 * gets a key, an endpoint is disabled or
 * enabled, everything known is delivered again, a resend is accepted and stays open, one of those goes
 * on, all of them end, or what is old is removed.
 */
export type Step =
  | { readonly kind: 'event'; readonly event: Partial<RecordedEvent> }
  | { readonly kind: 'correct'; readonly event: number; readonly outcome: OriginalOutcome | null }
  | { readonly kind: 'name'; readonly event: number; readonly key: number }
  | { readonly kind: 'switch'; readonly endpoint: number }
  | { readonly kind: 'resend'; readonly outcomes: readonly ResentOutcome[] }
  | {
      readonly kind: 'tell';
      /** May be behind those that are recorded. */
      readonly event: number;
      readonly endpoint: number;
      readonly outcome: SenderOutcome;
      readonly atUs: number;
    }
  | { readonly kind: 'open'; readonly selection: AskedSelection }
  | {
      readonly kind: 'advance';
      readonly resend: number;
      /** Deliveries that are planned. */
      readonly rows: number;
      readonly outcomes: readonly (ResentOutcome | 'waiting')[];
    }
  /** Everything that is open fails, so that nothing that is old has to be kept for it. */
  | { readonly kind: 'finish' }
  | { readonly kind: 'prune' };

/** "retrying" is attempted but not settled; "skipped" is settled but not attempted. */
export type ResentOutcome = 'delivered' | 'failed' | 'skipped' | 'retrying';

const outcomes: readonly (OriginalOutcome | null)[] = [
  'DELIVERED',
  'FAILED',
  'NEVER_ATTEMPTED',
  null,
];
const senderOutcomes: readonly SenderOutcome[] = [
  'DELIVERED',
  'FAILED',
  'RETRYING',
  'NEVER_ATTEMPTED',
];
export const resentOutcomes: readonly ResentOutcome[] = [
  'delivered',
  'failed',
  'skipped',
  'retrying',
];

const recorded: fc.Arbitrary<Step> = fc
  .record({
    resendType: fc.constantFrom('CASHIN', 'CASHIN', 'CASHIN', 'CASHOUT'),
    objectReferenceId: fc.constantFrom(1, 2, null),
    type: fc.constantFrom(...types),
    occurredAtUs: fc.integer({ min: 0, max: 5 }).map((offset) => startUs + offset),
    outcome: fc.constantFrom(...outcomes),
    payload: fc.uint8Array({ maxLength: 20 }),
    keys: fc.constantFrom({}, { tag: 'a' }, { tag: 'a', tx_id: 'a' }, { tag: 'b' }),
  })
  .map((fields) => ({ kind: 'event', event: event(fields) }));

const named: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('name'),
  event: fc.nat(4),
  key: fc.nat(askedKeys.length - 1),
});

const corrected: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('correct'),
  event: fc.nat(3),
  outcome: fc.constantFrom(...outcomes),
});

const switched: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('switch'),
  endpoint: fc.nat(3),
});

const resent: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('resend'),
  outcomes: fc.array(fc.constantFrom(...resentOutcomes), { minLength: 1, maxLength: 6 }),
});

/** Around what matters: when events occurred, when senders count as having given up, and now. */
const reportedAtUs = [startUs, (nowMs - originalRetryForMs) * 1000, nowMs * 1000];

const reported: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('tell'),
  event: fc.nat(4),
  endpoint: fc.nat(3),
  outcome: fc.constantFrom(...senderOutcomes),
  atUs: fc
    .tuple(fc.constantFrom(...reportedAtUs), fc.constantFrom(-1, 0, 1, 999, 1000))
    .map(([atUs, offset]) => atUs + offset),
});

const opened: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('open'), selection: selections });

const advanced: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('advance'),
  resend: fc.nat(3),
  rows: fc.integer({ min: 1, max: 6 }),
  outcomes: fc.array(fc.constantFrom(...resentOutcomes, 'waiting' as const), {
    minLength: 1,
    maxLength: 6,
  }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: recorded },
  { weight: 3, arbitrary: corrected },
  { weight: 3, arbitrary: reported },
  { weight: 2, arbitrary: resent },
  { weight: 2, arbitrary: opened },
  { weight: 2, arbitrary: advanced },
  { weight: 1, arbitrary: named },
  { weight: 1, arbitrary: switched },
  { weight: 1, arbitrary: fc.constant({ kind: 'prune' } as const) },
);

/** Short ones, which are the default, hardly ever send one event twice with different outcomes. */
export function stepsUpTo(maxLength: number): fc.Arbitrary<Step[]> {
  return fc.array(step, { maxLength, size: 'max' });
}

/** Several events, among other things, in any order. */
export const eventfulSteps: fc.Arbitrary<Step[]> = fc
  .tuple(fc.array(recorded, { minLength: 4, maxLength: 12, size: 'max' }), stepsUpTo(12))
  .chain(([events, others]) => {
    const all = [...events, ...others];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });

/** Random histories of one account. */
export const histories: fc.Arbitrary<History> = fc.record({
  endpointTypes: fc.array(fc.constantFrom('CASHIN', 'CASHIN', 'CASHOUT', ...types), {
    minLength: 1,
    maxLength: 4,
  }),
  testType: fc.constantFrom('CASHIN', 'CASHIN', 'CASHIN', 'PAID'),
  disabled: fc.uniqueArray(fc.nat(3), { maxLength: 3 }),
  before: stepsUpTo(20),
  selection: selections,
  after: stepsUpTo(20),
});

/** Limits of the pages that a set is planned in, the last one for all that are left. */
export const pageLimits: fc.Arbitrary<readonly PageLimit[]> = fc.array(
  fc.record({ rows: fc.integer({ min: 1, max: 5 }), bytes: fc.nat(60) }),
  { minLength: 1, maxLength: 4 },
);

export const retryAtMs = nowMs + 60_000;
