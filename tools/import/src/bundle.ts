import { BinaryWriter } from '@bufbuild/protobuf/wire';
import type { CatalogRecord } from '@webhooks/contracts';

import type { PlainEvent } from './plain-event.ts';
import { writeRecord } from './write-record.ts';

/**
 * Lines of a message: few enough that the service has its next group soon, and that no message has
 * more fields than the 50,000 that it takes; each takes two bytes of a line at least.
 */
const MESSAGE_BYTES = 96 * 1024;
/** Less than an answer names errors: whatever is sent anew, it tells of some that were not known. */
const MESSAGE_RECORDS = 500;
/** What is sent as one stream: the memory that an import takes, twice over. */
const BUNDLE_BYTES = 8 * 1024 * 1024;
/** Records of one stream, whose lines are known until its answer came. */
const BUNDLE_RECORDS = 10_000;

/** Some records as they are sent: the fields of an ImportRecordsRequest. */
export interface EncodedMessage {
  readonly records: number;
  readonly bytes: Uint8Array;
}

/** Records on their way as one stream, and the lines that they come from. */
export class Bundle {
  readonly #writer = new BinaryWriter();
  readonly #messages: EncodedMessage[] = [];
  readonly #lineNumbers: number[] = [];
  #writing = { records: 0, bytes: 0 };
  #bytes = 0;

  /** `lineBytes` is the length of the line; the encoded record is never longer. */
  add(record: CatalogRecord | PlainEvent, lineNumber: number, lineBytes: number): void {
    const { records, bytes } = this.#writing;
    if (records === MESSAGE_RECORDS || bytes + lineBytes > MESSAGE_BYTES) this.#endMessage();
    writeRecord(this.#writer, record);
    this.#lineNumbers.push(lineNumber);
    this.#writing.records += 1;
    this.#writing.bytes += lineBytes;
    this.#bytes += lineBytes;
  }

  /** The messages with the records from an index on, and the index of their first record. */
  from(index: number): { readonly first: number; readonly messages: readonly EncodedMessage[] } {
    this.#endMessage();
    let first = 0;
    let skipped = 0;
    for (const { records } of this.#messages) {
      if (first + records > index) break;
      first += records;
      skipped += 1;
    }
    return { first, messages: this.#messages.slice(skipped) };
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

  #endMessage(): void {
    const { records } = this.#writing;
    if (records === 0) return;
    this.#messages.push({ records, bytes: this.#writer.finish() });
    this.#writing = { records: 0, bytes: 0 };
  }
}
