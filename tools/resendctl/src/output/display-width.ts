import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns that a text takes on a terminal: Chinese takes two each, a combining accent none. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** As much of the beginning of a text as fits into so many columns; no letter is taken apart. */
export function beginningOf(text: string, width: number): string {
  return fitting(lettersOf(text), width).join('');
}

/** As much of the end of a text as fits into so many columns. */
export function endOf(text: string, width: number): string {
  return fitting(lettersOf(text).reverse(), width).reverse().join('');
}

function lettersOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

function fitting(letters: readonly string[], width: number): string[] {
  let used = 0;
  const over = letters.findIndex((letter) => (used += displayWidth(letter)) > width);
  return letters.slice(0, over === -1 ? letters.length : over);
}
