/** Does something for each number from 1 on, some at once. */
export async function forEachOf(
  count: number,
  lanes: number,
  act: (number: number) => Promise<unknown>,
): Promise<void> {
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      await act(begun);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Something that is done again and again until it is disposed. */
export class Repetition implements AsyncDisposable {
  readonly #lanes: Promise<unknown>;
  #isOver = false;

  /** What an act throws is as good as an answer to it: it is done again after a pause. */
  constructor(lanes: number, act: (signal: () => boolean) => Promise<unknown>, pauseMs = 20) {
    const lane = async (): Promise<void> => {
      while (!this.#isOver) {
        await act(() => this.#isOver).catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    };
    this.#lanes = Promise.all(Array.from({ length: lanes }, lane));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#lanes;
  }
}
