import type { FieldViolation } from '@webhooks/domain';

import { shownField } from './refusal.ts';

/** What is said of a field that there is not; its name is the caller's. */
export function unknownField(name: string): FieldViolation {
  return { field: shownField(name), code: 'unknown_field', message: 'is not a known field' };
}

/** The same of a parameter of a query. */
export function unknownParameter(name: string): FieldViolation {
  return { ...unknownField(name), message: 'is not a known parameter' };
}
