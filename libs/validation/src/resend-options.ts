import {
  modeOf,
  type FieldViolation,
  type ResendOptions,
  type ResendSelection,
} from '@webhooks/domain';

import { isSaneMicros } from './datetime.ts';
import { FIELD_MESSAGES } from './field-messages.ts';
import {
  MAX_FIRST,
  MAX_NOT_BEFORE_MS,
  MAX_REASON_LENGTH,
  MAX_RESEND_NAME_LENGTH,
  MAX_RESEND_RATE,
  MIN_RESEND_RATE,
} from './limits.ts';
import type { OptionField } from './resend-body-schema.ts';
import { isName, isPrintable } from './text-patterns.ts';

/** Everything wrong with how a resend is to be carried out; fields are named as in the contract. */
export function optionViolations(options: ResendOptions, nowMs: number): FieldViolation[] {
  const { name, reason, notBeforeMs, maxRatePerSecond, first, deliverTo } = options;
  const valid: Partial<Record<OptionField, boolean>> = {
    name: name === null || isPrintable(name, MAX_RESEND_NAME_LENGTH),
    reason: reason === null || isPrintable(reason, MAX_REASON_LENGTH),
    not_before: notBeforeMs === null || isSaneMicros(notBeforeMs * 1000),
    first: first === null || (Number.isInteger(first) && first >= 1 && first <= MAX_FIRST),
    deliver_to: deliverTo === null || isName(deliverTo),
    max_rate_per_second: maxRatePerSecond === null || isResendRate(maxRatePerSecond),
  };
  const violations = (Object.keys(valid) as OptionField[])
    .filter((field) => valid[field] === false)
    .map((field): FieldViolation => ({ field, message: FIELD_MESSAGES[field] }));
  if (valid.not_before === true && notBeforeMs !== null && notBeforeMs - nowMs > MAX_NOT_BEFORE_MS)
    violations.push({
      field: 'not_before',
      code: 'too_far_ahead',
      message: 'must be at most 30 days ahead',
    });
  return violations;
}

/** What goes first is chosen of many: a single object has an order of its own. */
export function firstViolations(
  { first }: Pick<ResendOptions, 'first'>,
  selection: ResendSelection,
): FieldViolation[] {
  if (first === null || modeOf(selection) === 'bulk') return [];
  return [{ field: 'first', code: 'single_object', message: 'is not for a single object' }];
}

/** Whether a resend may be limited to so many deliveries a second. */
export function isResendRate(perSecond: number): boolean {
  return perSecond >= MIN_RESEND_RATE && perSecond <= MAX_RESEND_RATE;
}
