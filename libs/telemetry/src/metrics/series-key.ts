/** Stands for the values of what is beyond a limit of series. */
export const OTHER = 'other';

/** What series are told apart by. Label values hold no line breaks. */
export function keyOf(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? '') : values.join('\n');
}
