/** Texts of which few differ, as numbers: each that does changes threads once. */
export class DistinctTexts<Text extends string> {
  readonly #numbers = new Map<Text, number>();

  /** By its number. */
  get texts(): readonly Text[] {
    return [...this.#numbers.keys()];
  }

  numberOf(text: Text): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }
}
