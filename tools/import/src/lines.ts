/** One line of a file, without its end. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Null when it is longer than the limit. */
  readonly bytes: Buffer | null;
}

const NEWLINE = 10;

/**
 * Cuts a stream of bytes into lines, in groups as they come. Holds at most one line of `maxBytes`;
 * what is longer is dropped and said.
 */
export async function* readLines(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Line[]> {
  const splitter = new LineSplitter(maxBytes);
  for await (const chunk of source) {
    const lines = splitter.take(chunk);
    if (lines.length > 0) yield lines;
  }
  const last = splitter.end();
  if (last !== null) yield [last];
}

class LineSplitter {
  readonly #maxBytes: number;
  #number = 1;
  #held: Buffer[] = [];
  #heldBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  take(chunk: Uint8Array): Line[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: Line[] = [];
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      this.#hold(bytes.subarray(start, end));
      lines.push(this.#cut());
      start = end + 1;
    }
    this.#hold(bytes.subarray(start));
    return lines;
  }

  /** The last line when no newline ended it. */
  end(): Line | null {
    return this.#heldBytes > 0 ? this.#cut() : null;
  }

  #hold(part: Buffer): void {
    this.#heldBytes += part.length;
    if (this.#heldBytes > this.#maxBytes) this.#held = [];
    else if (part.length > 0) this.#held.push(part);
  }

  #cut(): Line {
    const tooLong = this.#heldBytes > this.#maxBytes;
    const bytes = tooLong ? null : this.#joined();
    this.#held = [];
    this.#heldBytes = 0;
    return { number: this.#number++, bytes };
  }

  #joined(): Buffer {
    const [only] = this.#held;
    return only !== undefined && this.#held.length === 1 ? only : Buffer.concat(this.#held);
  }
}
