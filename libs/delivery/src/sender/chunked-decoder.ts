import { InvalidResponseError } from './invalid-response-error.ts';

/** Length of a chunk's size line, or of all trailers together, in bytes. */
const maxLineBytes = 1024;
const maxTrailerBytes = 16 * 1024;

const sizeLine = /^([0-9a-fA-F]{1,13})[\t ]*(?:;[\t\x20-\x7e\x80-\xff]*)?$/;

const LF = 0x0a;

type State = 'size' | 'data' | 'data_end' | 'trailers' | 'complete';

/**
 * Takes a chunked body apart (RFC 9112, section 7.1). Extensions and trailers are read past, within
 * bounds. Throws InvalidResponseError.
 */
export class ChunkedDecoder {
  readonly #onData: (data: Buffer) => boolean;
  #state: State = 'size';
  /** Bytes of the chunk that are still to come. */
  #left = 0;
  /** A line that has not ended yet. */
  #line = '';
  #trailerBytes = 0;

  /** onData: takes a part of the body; false when no more is wanted. */
  constructor(onData: (data: Buffer) => boolean) {
    this.#onData = onData;
  }

  get isComplete(): boolean {
    return this.#state === 'complete';
  }

  /** Takes bytes; returns where the body ended, or where it was told to stop. */
  take(bytes: Buffer): number {
    let at = 0;
    while (at < bytes.length && this.#state !== 'complete') {
      if (this.#state !== 'data') {
        at = this.#takeLine(bytes, at);
        continue;
      }
      const data = bytes.subarray(at, at + this.#left);
      at += data.length;
      this.#left -= data.length;
      if (this.#left === 0) this.#state = 'data_end';
      if (!this.#onData(data)) return at;
    }
    return at;
  }

  #takeLine(bytes: Buffer, start: number): number {
    const end = bytes.indexOf(LF, start);
    const stop = end === -1 ? bytes.length : end;
    this.#line += bytes.toString('latin1', start, stop);
    if (this.#line.length > maxLineBytes) throw new InvalidResponseError('ERR_RESPONSE_CHUNK');
    if (end === -1) return stop;
    if (!this.#line.endsWith('\r')) throw new InvalidResponseError('ERR_RESPONSE_CHUNK');
    const line = this.#line.slice(0, -1);
    this.#line = '';
    this.#readLine(line);
    return end + 1;
  }

  #readLine(line: string): void {
    switch (this.#state) {
      case 'size':
        this.#readSize(line);
        return;
      case 'data_end':
        if (line !== '') throw new InvalidResponseError('ERR_RESPONSE_CHUNK');
        this.#state = 'size';
        return;
      case 'trailers':
        this.#trailerBytes += line.length;
        if (this.#trailerBytes > maxTrailerBytes) {
          throw new InvalidResponseError('ERR_RESPONSE_CHUNK');
        }
        if (line === '') this.#state = 'complete';
        return;
      case 'data':
      case 'complete':
        return;
    }
  }

  #readSize(line: string): void {
    const [, size] = sizeLine.exec(line) ?? [];
    if (size === undefined) throw new InvalidResponseError('ERR_RESPONSE_CHUNK');
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? 'trailers' : 'data';
  }
}
