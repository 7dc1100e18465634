import fc from 'fast-check';

import type { PageLimit } from '@webhooks/domain';

import { namings, selectionsOf, wholeSet } from './asked-selections.ts';
import type { AskedList, AskedSelection, Named } from './asked-selections.ts';
import { pageLimits, resentOutcomes, stepsUpTo } from './history.ts';
import type { ResentOutcome, Step } from './history.ts';

/** A set that is looked at in every way, and sent while other things happen. */
export interface SetCheck {
  readonly before: readonly Step[];
  readonly selection: AskedSelection;
  /** Between acceptance and the first attempt. */
  readonly after: readonly Step[];
  readonly pages: readonly PageLimit[];
  /** Of first attempts, and of the next ones of those that are retrying. */
  readonly answers: readonly ResentOutcome[];
  readonly laterAnswers: readonly ResentOutcome[];
}

/** Place in askedKeys. */
const LATE_KEY = 2;

const answers = fc.array(fc.constantFrom(...resentOutcomes), { minLength: 1, maxLength: 6 });
const settledAnswers = fc.array(fc.constantFrom<ResentOutcome>('delivered', 'failed', 'skipped'), {
  minLength: 1,
  maxLength: 6,
});

/** Resends that are settled as a whole, and removed, some of them before the next one begins. */
const forgotten: fc.Arbitrary<Step[]> = fc
  .array(fc.record({ outcomes: settledAnswers, isRemoved: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) => [
    { kind: 'finish' },
    ...all.flatMap(({ outcomes, isRemoved }): Step[] => [
      { kind: 'resend', outcomes },
      ...(isRemoved ? [{ kind: 'prune' } as const] : []),
    ]),
    { kind: 'prune' },
  ]);

/** Mostly the key that few events have from the beginning: what is set stays. */
const addedKeys = fc.array(
  fc.record({
    kind: fc.constant('name'),
    event: fc.nat(11),
    key: fc.constantFrom(LATE_KEY, LATE_KEY, 0, 1),
  }),
  { minLength: 2, maxLength: 6 },
);

/** A resend by keys is accepted while nothing else is open, and more events get such keys. */
const namedLate: fc.Arbitrary<Step[]> = fc
  .tuple(fc.constantFrom('ALL' as const, 'UNDELIVERED' as const), addedKeys)
  .map(([deliveryState, added]) => {
    const list: AskedList = { field: 'keys', entries: [LATE_KEY] };
    const selection = { ...wholeSet, list, deliveryState };
    return [{ kind: 'finish' }, { kind: 'open', selection }, ...added];
  });

const nothing = fc.constant<Step[]>([]);
const earlier = fc
  .tuple(
    stepsUpTo(5),
    fc.oneof({ weight: 2, arbitrary: nothing }, { weight: 1, arbitrary: forgotten }),
    fc.oneof({ weight: 1, arbitrary: nothing }, { weight: 2, arbitrary: namedLate }),
    stepsUpTo(2),
  )
  .map((parts) => parts.flat());

const later = stepsUpTo(6);
const laterWithKeys = fc.tuple(stepsUpTo(3), addedKeys).map((parts) => parts.flat());

function checksOf(naming: fc.Arbitrary<Named>): fc.Arbitrary<SetCheck> {
  const after = naming === namings.keys ? laterWithKeys : later;
  return fc.record({
    ...{ before: earlier, selection: selectionsOf(naming), after },
    ...{ pages: pageLimits, answers, laterAnswers: fc.oneof(answers, settledAnswers) },
  });
}

const each = fc.tuple(...Object.values(namings).map(checksOf));
const places = Object.values(namings).map((_, place) => place);

/** One for each thing that a selection may name, in any order. */
export const setChecks: fc.Arbitrary<readonly SetCheck[]> = fc
  .tuple(each, fc.shuffledSubarray(places, { minLength: places.length }))
  .map(([all, order]) => order.flatMap((place) => all[place] ?? []));
