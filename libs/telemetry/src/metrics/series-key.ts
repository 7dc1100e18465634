/** Stands for the values of what is beyond a limit of series. */
export const OTHER = 'other';

/** The key of a series. Label values hold no line breaks. */
export function keyOf(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? '') : values.join('\n');
}
