import { refusal } from './refusal.ts';
import { parseStrictJson } from './strict-json.ts';
import { unknownField } from './unknown-field.ts';

/**
 * Checks the body of a request that takes none: nothing, or an object without fields. Throws a
 * validation error that names every field: what is silently ignored could have been meant as a limit.
 */
export function validateEmptyBody(bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  const fields = Object.keys(parseStrictJson(bytes));
  if (fields.length === 0) return;
  throw refusal(fields.map(unknownField));
}
