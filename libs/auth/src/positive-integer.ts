/** The canonical decimal form of an integer from 1 to 2^53-1; null for any other text. */
export function parsePositiveInteger(text: string): number | null {
  if (!/^[1-9][0-9]{0,15}$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}
