import type { CatalogRecord } from '@webhooks/contracts';

/** Half of what a message may hold, so that one more record always fits beside its framing. */
const MESSAGE_BYTES = 512 * 1024;
/** What is sent as one stream: the memory that an import takes, twice over. */
const BUNDLE_BYTES = 4 * 1024 * 1024;
/** An answer names the first 1000 errors of its stream; this way that is all of them. */
const BUNDLE_RECORDS = 1_000;

/** Records on their way as one stream, and the lines that they come from. */
export class Bundle {
  readonly #messages: CatalogRecord[][] = [[]];
  readonly #lineNumbers: number[] = [];
  #messageBytes = 0;
  #bytes = 0;

  /** `lineBytes` is the length of the line; the encoded record is never longer. */
  add(record: CatalogRecord, lineNumber: number, lineBytes: number): void {
    if (this.#messageBytes > 0 && this.#messageBytes + lineBytes > MESSAGE_BYTES) {
      this.#messages.push([]);
      this.#messageBytes = 0;
    }
    this.#messages.at(-1)?.push(record);
    this.#lineNumbers.push(lineNumber);
    this.#messageBytes += lineBytes;
    this.#bytes += lineBytes;
  }

  get messages(): readonly (readonly CatalogRecord[])[] {
    return this.#messages;
  }

  get size(): number {
    return this.#lineNumbers.length;
  }

  get isFull(): boolean {
    return this.#bytes >= BUNDLE_BYTES || this.size >= BUNDLE_RECORDS;
  }

  /** The line of the record at an index of the stream. */
  lineOf(index: number): number {
    return this.#lineNumbers[index] ?? 0;
  }
}
