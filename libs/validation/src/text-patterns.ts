/**
 * Sources of the patterns that texts must match, for the u flag. They stand alone so that the JSON
 * Schemas and the rules for RPC callers use the same ones.
 */

/** No control, format, surrogate or line-separating character. */
export const PRINTABLE_PATTERN = '^[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+$';

export const EVENT_TYPE_PATTERN = '^[A-Z0-9_]{1,64}$';

/** Ids of endpoints and events. */
export const NAME_PATTERN = '^[A-Za-z0-9_.-]{1,64}$';

export const PRINTABLE_ASCII_PATTERN = '^[\\x20-\\x7e]+$';

const printable = new RegExp(PRINTABLE_PATTERN, 'u');
const eventType = new RegExp(EVENT_TYPE_PATTERN, 'u');
const name = new RegExp(NAME_PATTERN, 'u');
const printableAscii = new RegExp(PRINTABLE_ASCII_PATTERN);

/** 1 to maxLength printable characters, counted as code points. */
export function isPrintable(text: string, maxLength: number): boolean {
  // Twice as many UTF-16 units at most, so that a long text is refused before it is counted.
  return text.length <= 2 * maxLength && printable.test(text) && [...text].length <= maxLength;
}

/** 1 to maxLength printable ASCII characters, the space included. */
export function isPrintableAscii(text: string, maxLength: number): boolean {
  return text.length <= maxLength && printableAscii.test(text);
}

export function isEventType(text: string): boolean {
  return eventType.test(text);
}

export function isName(text: string): boolean {
  return name.test(text);
}
