/**
 * A text that somebody else wrote, on one line and without anything that moves a terminal. Accents
 * and the joints of emoji stay.
 */
export function printable(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S}\u200d ]/gu, '?');
}
