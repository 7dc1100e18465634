import fc from 'fast-check';

import type { EventKey, ListField, ResendSelection } from '@webhooks/domain';

import { selection, startUs } from './fixtures.ts';

/** A selection with its object, list and endpoints by number. */
export type AskedSelection = Pick<
  ResendSelection,
  | 'resendType'
  | 'objectReferenceId'
  | 'range'
  | 'deliveryState'
  | 'includeInHand'
  | 'latestOnly'
  | 'eventTypes'
> & {
  readonly endpoints: readonly number[];
  readonly list: AskedList | null;
  /** True: where a resend is made of it, the test endpoint gets all of it. */
  readonly isTest: boolean;
};

/** Entries that differ. */
export interface AskedList {
  readonly field: ListField;
  readonly entries: readonly number[];
}

/** Keys by number; an event may have one of each name. */
export const askedKeys: readonly EventKey[] = [
  { name: 'tag', value: 'a' },
  { name: 'tag', value: 'b' },
  { name: 'tx_id', value: 'a' },
];

export const types = ['PAID', 'CREATED', 'REFUNDED'];

const range = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
  .map(([one, other]) => ({
    startUs: startUs + Math.min(one, other),
    endUs: startUs + Math.max(one, other),
  }));

/** Everything that a history has. */
const wholeRange = { startUs, endUs: startUs + 5 };

/** What restricts nothing but the list and the state. */
export const wholeSet: Omit<AskedSelection, 'list' | 'deliveryState'> = {
  ...{ resendType: 'CASHIN', objectReferenceId: null, range: wholeRange },
  ...{ includeInHand: false, latestOnly: false, isTest: false, eventTypes: [], endpoints: [] },
};

/** What a selection names beside its range. */
export type Named = Pick<AskedSelection, 'objectReferenceId' | 'list'>;

/** Entries of lists, by number. */
const entries: Readonly<Record<ListField, fc.Arbitrary<number>>> = {
  object_reference_ids: fc.constantFrom(1, 2, 3),
  // Some may not be recorded yet.
  event_ids: fc.nat(7),
  keys: fc.nat(askedKeys.length - 1),
};

function listOf(field: ListField): fc.Arbitrary<Named> {
  return fc
    .uniqueArray(entries[field], { minLength: 1 })
    .map((own) => ({ objectReferenceId: null, list: { field, entries: own } }));
}

/** Nothing but a range, one object, or a list of a kind. */
export const namings = {
  range: fc.constant<Named>({ objectReferenceId: null, list: null }),
  object: fc.constant<Named>({ objectReferenceId: 1, list: null }),
  object_reference_ids: listOf('object_reference_ids'),
  event_ids: listOf('event_ids'),
  keys: listOf('keys'),
} satisfies Record<ListField | 'range' | 'object', fc.Arbitrary<Named>>;

const anyNaming: fc.Arbitrary<Named> = fc.oneof(
  { weight: 3, arbitrary: namings.range },
  { weight: 2, arbitrary: namings.object },
  {
    weight: 2,
    arbitrary: fc.oneof(namings.object_reference_ids, namings.event_ids, namings.keys),
  },
);

/** Often none, which restricts nothing. */
function fewOf<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant<Value[]>([]) },
    { weight: 1, arbitrary: fc.uniqueArray(value, { minLength: 1, maxLength: 2 }) },
  );
}

/** Selections of any kind that name such things. */
export function selectionsOf(naming: fc.Arbitrary<Named>): fc.Arbitrary<AskedSelection> {
  return fc
    .record({
      resendType: fc.constantFrom('CASHIN', 'CASHIN', 'CASHIN', 'CASHOUT'),
      named: naming,
      range: fc.oneof(fc.constant(wholeRange), range),
      deliveryState: fc.constantFrom(
        'ALL',
        'FAILED',
        'FAILED',
        'NEVER_ATTEMPTED',
        'UNDELIVERED',
        'UNDELIVERED',
        'UNDELIVERED',
      ),
      latestOnly: fc.constantFrom(false, false, true),
      isTest: fc.constantFrom(false, false, true),
      isGreedy: fc.constantFrom(false, false, true),
      eventTypes: fewOf(fc.constantFrom(...types)),
      endpoints: fewOf(fc.nat(3)),
    })
    .map(({ isGreedy, named, ...fields }) => ({
      ...selection(),
      ...fields,
      ...named,
      includeInHand: isGreedy && fields.deliveryState === 'UNDELIVERED',
    }));
}

/** Selections of any kind. */
export const selections = selectionsOf(anyNaming);
