/** A text that somebody else wrote, on one line and without anything that moves a terminal. */
export function printable(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
}
