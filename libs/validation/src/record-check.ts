import type { FieldViolation } from '@webhooks/domain';

import { isId } from './identifier.ts';
import { MAX_ID } from './limits.ts';
import { isEventType, isName } from './text-patterns.ts';

/** A rule for one field: its name, whether it holds, and what the field has to be. */
export type RecordCheck = readonly [field: string, holds: boolean, message: string];

/** The first rule that does not hold, with the field under its record ("event.payload"). */
export function firstViolation(
  record: string,
  checks: readonly RecordCheck[],
): FieldViolation | null {
  const broken = checks.find(([, holds]) => !holds);
  return broken === undefined ? null : { field: `${record}.${broken[0]}`, message: broken[2] };
}

export function idCheck(field: string, value: number): RecordCheck {
  return [field, isId(value), `must be an integer from 1 to ${MAX_ID}`];
}

export function nameCheck(field: string, value: string): RecordCheck {
  return [field, isName(value), 'must be 1 to 64 characters A-Z a-z 0-9 _ - .'];
}

export function eventTypeCheck(field: string, value: string): RecordCheck {
  return [field, isEventType(value), 'must be 1 to 64 characters A-Z 0-9 _'];
}
