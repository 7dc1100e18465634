import { MAX_IDEMPOTENCY_KEY_LENGTH } from './limits.ts';
import { refusal } from './refusal.ts';
import { isPrintableAscii, PRINTABLE_ASCII_PATTERN } from './text-patterns.ts';

/** What an idempotency key may be, for the API reference. */
export const idempotencyKeySchema = {
  type: 'string',
  minLength: 1,
  maxLength: MAX_IDEMPOTENCY_KEY_LENGTH,
  pattern: PRINTABLE_ASCII_PATTERN,
} as const;

/** Answers the key as it is; throws a validation error when it is none. field: what callers see. */
export function validateIdempotencyKey(text: string, field = 'Idempotency-Key'): string {
  if (isPrintableAscii(text, MAX_IDEMPOTENCY_KEY_LENGTH)) return text;
  const message = `must be 1 to ${MAX_IDEMPOTENCY_KEY_LENGTH} printable ASCII characters`;
  throw refusal([{ field, message }]);
}
