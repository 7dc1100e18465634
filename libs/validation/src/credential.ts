import { MAX_HEADER_LENGTH } from './limits.ts';

/** Schema of a token or key of an endpoint; null is the same as absent. */
export const credential = {
  type: ['string', 'null'],
  minLength: 1,
  maxLength: MAX_HEADER_LENGTH,
  pattern: '^[ -~]*$',
} as const;

export const CREDENTIAL_MESSAGE = `must be 1 to ${MAX_HEADER_LENGTH} printable ASCII characters`;
