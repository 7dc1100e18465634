import fc from 'fast-check';

import type { PageLimit } from '@webhooks/domain';

import { namings, selectionsOf } from './asked-selections.ts';
import type { AskedSelection, Named } from './asked-selections.ts';
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

const answers = fc.array(fc.constantFrom(...resentOutcomes), { minLength: 1, maxLength: 6 });
const settledAnswers = fc.array(fc.constantFrom<ResentOutcome>('delivered', 'failed', 'skipped'), {
  minLength: 1,
  maxLength: 6,
});

/** Resends that are settled as a whole, and removed. */
const forgotten: fc.Arbitrary<Step[]> = fc
  .array(settledAnswers, { minLength: 1, maxLength: 3 })
  .map((all) => [
    ...all.map((outcomes) => ({ kind: 'resend', outcomes }) as const),
    { kind: 'prune' },
  ]);

const earlier = fc
  .tuple(stepsUpTo(5), fc.oneof(fc.constant([]), forgotten), stepsUpTo(3))
  .map((parts) => parts.flat());

function checksOf(naming: fc.Arbitrary<Named>): fc.Arbitrary<SetCheck> {
  return fc.record({
    ...{ before: earlier, selection: selectionsOf(naming), after: stepsUpTo(6) },
    ...{ pages: pageLimits, answers, laterAnswers: fc.oneof(answers, settledAnswers) },
  });
}

const each = fc.tuple(...Object.values(namings).map(checksOf));
const places = Object.values(namings).map((_, place) => place);

/** One for each thing that a selection may name, in any order. */
export const setChecks: fc.Arbitrary<readonly SetCheck[]> = fc
  .tuple(each, fc.shuffledSubarray(places, { minLength: places.length }))
  .map(([all, order]) => order.flatMap((place) => all[place] ?? []));
