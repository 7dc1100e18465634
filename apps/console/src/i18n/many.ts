/** Picks a word by a number, in English; the number comes formatted. */
export function many(count: number, one: string, other: string): string {
  return count === 1 ? one : other;
}

/** The same in Portuguese, which counts 0 and 1 as one. */
export function muitos(count: number, one: string, other: string): string {
  return count >= 0 && count < 2 ? one : other;
}
