import { MAX_ID } from './limits.ts';

/** Says whether a number can be the id of an account, object, user or resend: 1 to 2^53-1. */
export function isId(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

/** Reads an id written in decimal without sign or leading zeros; null when it is none. */
export function parseId(text: string): number | null {
  if (!/^[1-9][0-9]{0,15}$/.test(text)) return null;
  const value = Number(text);
  return value <= MAX_ID ? value : null;
}
