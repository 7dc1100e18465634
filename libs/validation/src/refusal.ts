import { type DomainError, type FieldViolation, validationError } from '@webhooks/domain';

import { MAX_SHOWN_FIELD_LENGTH, MAX_VIOLATIONS } from './limits.ts';

/** The error for a request that is wrong in itself, bounded however much is wrong with it. */
export function refusal(violations: readonly FieldViolation[]): DomainError {
  return validationError(violations.slice(0, MAX_VIOLATIONS));
}

/** The error for a request that is wrong as a whole. */
export function wholeRefusal(message: string): DomainError {
  return validationError([{ field: '', message }]);
}

/** A field name of the caller, fit to be repeated: short and without unprintable characters. */
export function shownField(name: string): string {
  const shown = name
    .slice(0, MAX_SHOWN_FIELD_LENGTH)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');
  return name.length > MAX_SHOWN_FIELD_LENGTH ? `${shown}…` : shown;
}
