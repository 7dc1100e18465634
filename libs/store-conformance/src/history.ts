import fc from 'fast-check';

import type { OriginalOutcome, PageLimit, RecordedEvent, ResendSelection } from '@webhooks/domain';

import { event, nowMs, selection, startUs } from './fixtures.ts';

/** What an account has, and what happened to it, before and after a resend is accepted. */
export interface History {
  readonly endpointTypes: readonly string[];
  /** Places in endpointTypes of those that are disabled from the start. */
  readonly disabled: readonly number[];
  readonly before: readonly Step[];
  readonly selection: Pick<
    ResendSelection,
    'resendType' | 'objectReferenceId' | 'range' | 'deliveryState' | 'eventTypes'
  > & { readonly endpoints: readonly number[] };
  readonly after: readonly Step[];
}

/**
 * An event is recorded, its outcome is corrected, an endpoint is disabled or enabled, or everything
 * known is delivered again.
 */
export type Step =
  | { readonly kind: 'event'; readonly event: Partial<RecordedEvent> }
  | { readonly kind: 'correct'; readonly event: number; readonly outcome: OriginalOutcome | null }
  | { readonly kind: 'switch'; readonly endpoint: number }
  | { readonly kind: 'resend'; readonly outcomes: readonly ResentOutcome[] };

/** "retrying" is attempted but not settled; "skipped" is settled but not attempted. */
export type ResentOutcome = 'delivered' | 'failed' | 'skipped' | 'retrying';

const types = ['PAID', 'CREATED', 'REFUNDED'];
const outcomes: readonly (OriginalOutcome | null)[] = [
  'DELIVERED',
  'FAILED',
  'NEVER_ATTEMPTED',
  null,
];
const resentOutcomes: readonly ResentOutcome[] = ['delivered', 'failed', 'skipped', 'retrying'];

const recorded: fc.Arbitrary<Step> = fc
  .record({
    resendType: fc.constantFrom('CASHIN', 'CASHIN', 'CASHIN', 'CASHOUT'),
    objectReferenceId: fc.constantFrom(1, 2, null),
    type: fc.constantFrom(...types),
    occurredAtUs: fc.integer({ min: 0, max: 5 }).map((offset) => startUs + offset),
    outcome: fc.constantFrom(...outcomes),
    payload: fc.uint8Array({ maxLength: 20 }),
  })
  .map((fields) => ({ kind: 'event', event: event(fields) }));

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

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: recorded },
    { weight: 3, arbitrary: corrected },
    { weight: 2, arbitrary: resent },
    { weight: 1, arbitrary: switched },
  ),
  // Small histories, which is the default, hardly ever send one event twice with different outcomes.
  { maxLength: 18, size: 'max' },
);

const range = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
  .map(([one, other]) => ({
    startUs: startUs + Math.min(one, other),
    endUs: startUs + Math.max(one, other),
  }));

/** Everything that a history has. */
const wholeRange = { startUs, endUs: startUs + 5 };

/** Random histories of one account. */
export const histories: fc.Arbitrary<History> = fc.record({
  endpointTypes: fc.array(fc.constantFrom('CASHIN', 'CASHIN', 'CASHOUT', ...types), {
    minLength: 1,
    maxLength: 4,
  }),
  disabled: fc.uniqueArray(fc.nat(3), { maxLength: 3 }),
  before: steps,
  selection: fc
    .record({
      resendType: fc.constantFrom('CASHIN', 'CASHIN', 'CASHIN', 'CASHOUT'),
      objectReferenceId: fc.constantFrom(null, null, 1),
      range: fc.oneof(fc.constant(wholeRange), range),
      deliveryState: fc.constantFrom('ALL', 'FAILED', 'FAILED', 'NEVER_ATTEMPTED'),
      eventTypes: fc.uniqueArray(fc.constantFrom(...types), { maxLength: 2 }),
      endpoints: fc.uniqueArray(fc.nat(3), { maxLength: 2 }),
    })
    .map((fields) => ({ ...selection(), ...fields })),
  after: steps,
});

/** Limits of the pages that a set is planned in, the last one for all that are left. */
export const pageLimits: fc.Arbitrary<readonly PageLimit[]> = fc.array(
  fc.record({ rows: fc.integer({ min: 1, max: 5 }), bytes: fc.nat(60) }),
  { minLength: 1, maxLength: 4 },
);

export const retryAtMs = nowMs + 60_000;
