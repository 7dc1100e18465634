import type { ImportRecordsResponse } from '@webhooks/contracts';

import { Bundle, type EncodedMessage } from './bundle.ts';
import { readLines, type Line } from './lines.ts';
import { parseRecord } from './parse-record.ts';

/** Sends messages as one stream; the answer comes when all of it is durable. */
export type SendRecords = (
  messages: readonly EncodedMessage[],
) => Promise<Pick<ImportRecordsResponse, 'rejected' | 'errors'>>;

/** Hears how an import goes. */
export interface ImportListener {
  badLine(lineNumber: number, problem: string): void;
  /** Records that are durable, and lines that were bad, so far. */
  progress(accepted: number, bad: number): void;
}

export interface ImportSummary {
  readonly accepted: number;
  readonly bad: number;
}

/** Twice what the largest payload takes in base64 would be; no good line is longer. */
const MAX_LINE_BYTES = 1024 * 1024;

/**
 * Imports newline-delimited records in their order. One stream follows the other, and the next is
 * read while one is on its way, so memory stays the same for any size. Rejects when sending does.
 */
export async function importRecords(
  source: AsyncIterable<Uint8Array>,
  send: SendRecords,
  listener: ImportListener,
): Promise<ImportSummary> {
  const run = new ImportRun(send, listener);
  for await (const lines of readLines(source, MAX_LINE_BYTES)) {
    for (const line of lines) await run.take(line);
  }
  return run.end();
}

class ImportRun {
  readonly #send: SendRecords;
  readonly #listener: ImportListener;
  #bundle = new Bundle();
  #sending: Promise<void> = Promise.resolve();
  #accepted = 0;
  #bad = 0;

  constructor(send: SendRecords, listener: ImportListener) {
    this.#send = send;
    this.#listener = listener;
  }

  async take({ number, bytes }: Line): Promise<void> {
    if (bytes === null) return this.#badLine(number, `it is longer than ${MAX_LINE_BYTES} bytes`);
    if (isBlank(bytes)) return;
    const parsed = parseRecord(bytes);
    if ('problem' in parsed) return this.#badLine(number, parsed.problem);
    this.#bundle.add(parsed, number, bytes.length);
    if (this.#bundle.isFull) await this.#sendBundle();
  }

  async end(): Promise<ImportSummary> {
    if (this.#bundle.size > 0) await this.#sendBundle();
    await this.#sending;
    return { accepted: this.#accepted, bad: this.#bad };
  }

  async #sendBundle(): Promise<void> {
    await this.#sending;
    const bundle = this.#bundle;
    this.#bundle = new Bundle();
    this.#sending = this.#deliver(bundle);
    // Whoever awaits it next gets the failure; until then it must not count as unhandled.
    this.#sending.catch(() => {});
  }

  async #deliver(bundle: Bundle): Promise<void> {
    let refused = 0;
    // Normally once: what is behind the errors that an answer names is sent again, to hear of others.
    for (let next = 0; next < bundle.size;) {
      const { first, messages } = bundle.from(next);
      const { rejected, errors } = await this.#send(messages);
      for (const { index, field, message } of errors) {
        if (first + Number(index) < next) continue;
        next = first + Number(index) + 1;
        refused += 1;
        this.#badLine(bundle.lineOf(next - 1), `${field} ${message}`.trim());
      }
      if (errors.length >= Number(rejected)) next = bundle.size;
    }
    this.#accepted += bundle.size - refused;
    this.#listener.progress(this.#accepted, this.#bad);
  }

  #badLine(lineNumber: number, problem: string): void {
    this.#bad += 1;
    this.#listener.badLine(lineNumber, problem);
  }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
