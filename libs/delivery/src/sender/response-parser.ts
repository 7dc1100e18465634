import { ChunkedDecoder } from './chunked-decoder.ts';
import { InvalidResponseError } from './invalid-response-error.ts';
import { parseResponseHead, type ResponseHead } from './response-head.ts';

/** Whether more is to come, the answer is there in full, or it was cut off because it is enough. */
export type Reading = 'incomplete' | 'complete' | 'enough';

/** Status line and headers of one answer, interim or final. */
const maxHeadBytes = 16 * 1024;
/** One answer on the wire, whatever it is made of; above what its parts may come to. */
const maxResponseBytes = 256 * 1024;

const versionStart = Buffer.from('HTTP/1.');
const headEnd = Buffer.from('\r\n\r\n');
const bareLineFeed = /(?:^|[^\r])\n/;

/** Beyond it, interim answers (1xx) only keep the attempt busy. */
const maxInterimAnswers = 16;

/**
 * Reads one answer from the bytes of a connection, as they come. Strict, because an answer that can
 * be read in two ways may be followed by one that nobody sent; bounded in every part. Throws
 * InvalidResponseError, after which the connection is of no use.
 */
export class ResponseParser {
  readonly #onBody: (data: Buffer) => boolean;
  /** The beginning of a head that has not ended yet. */
  #pending: Buffer | null = null;
  #interimAnswers = 0;
  #head: ResponseHead | null = null;
  #chunks: ChunkedDecoder | null = null;
  /** Bytes of a body of known length that are still to come. */
  #left = 0;
  #bytes = 0;
  #isEnough = false;
  #hasSurplus = false;

  /** onBody: takes a part of the body, which is used again; false when no more is to be read. */
  constructor(onBody: (data: Buffer) => boolean) {
    this.#onBody = onBody;
  }

  /** Of the answer itself, not of an interim one; null until it is there. */
  get head(): ResponseHead | null {
    return this.#head;
  }

  /** True when more came than the answer: it belongs to nothing. */
  get hasSurplus(): boolean {
    return this.#hasSurplus;
  }

  /** Takes what came on the connection. */
  take(bytes: Buffer): Reading {
    this.#bytes += bytes.length;
    const isComplete =
      this.#head === null ? this.#takeHead(bytes) : this.#takeBody(this.#head, bytes);
    if (isComplete) return 'complete';
    if (this.#isEnough) return 'enough';
    if (this.#bytes > maxResponseBytes) throw new InvalidResponseError('ERR_RESPONSE_TOO_LONG');
    return 'incomplete';
  }

  /** The receiver ended the connection; true when that is how the answer ends. */
  end(): boolean {
    if (this.#head === null) return false;
    const { framing, keepsConnection } = this.#head;
    // A length that was announced together with the end of the connection was wrong.
    if (framing.kind === 'length' && !keepsConnection) {
      throw new InvalidResponseError('ERR_RESPONSE_LENGTH');
    }
    return framing.kind === 'until_close';
  }

  #takeHead(bytes: Buffer): boolean {
    let rest = this.#pending === null ? bytes : Buffer.concat([this.#pending, bytes]);
    this.#pending = null;
    while (rest.length > 0) {
      assertBeginning(rest);
      const end = rest.indexOf(headEnd);
      if ((end === -1 ? rest.length : end) > maxHeadBytes) {
        throw new InvalidResponseError('ERR_RESPONSE_TOO_LONG');
      }
      if (end === -1) {
        this.#wait(rest);
        break;
      }
      const head = parseResponseHead(rest.toString('latin1', 0, end));
      rest = rest.subarray(end + headEnd.length);
      if (head.httpStatus >= 200) return this.#begin(head, rest);
      this.#passInterim(head);
    }
    return false;
  }

  #wait(beginning: Buffer): void {
    if (bareLineFeed.test(beginning.toString('latin1'))) {
      throw new InvalidResponseError('ERR_RESPONSE_HEAD');
    }
    this.#pending = Buffer.from(beginning);
  }

  /** Nothing was asked for that would go on with a body or in another protocol. */
  #passInterim({ httpStatus }: ResponseHead): void {
    if (httpStatus === 100 || httpStatus === 101) {
      throw new InvalidResponseError('ERR_RESPONSE_UPGRADE');
    }
    this.#interimAnswers += 1;
    if (this.#interimAnswers > maxInterimAnswers) {
      throw new InvalidResponseError('ERR_RESPONSE_TOO_LONG');
    }
  }

  #begin(head: ResponseHead, rest: Buffer): boolean {
    const { framing } = head;
    this.#head = head;
    if (framing.kind === 'length') this.#left = framing.bytes;
    if (framing.kind === 'chunked') this.#chunks = new ChunkedDecoder((data) => this.#give(data));
    return this.#takeBody(head, rest);
  }

  #takeBody({ framing }: ResponseHead, bytes: Buffer): boolean {
    if (this.#chunks !== null) {
      const end = this.#chunks.take(bytes);
      this.#hasSurplus = this.#chunks.isComplete && end < bytes.length;
      return this.#chunks.isComplete;
    }
    if (framing.kind === 'until_close') {
      this.#give(bytes);
      return false;
    }
    const data = bytes.length > this.#left ? bytes.subarray(0, this.#left) : bytes;
    this.#left -= data.length;
    this.#hasSurplus = data.length < bytes.length;
    this.#give(data);
    return this.#left === 0;
  }

  #give(data: Buffer): boolean {
    if (data.length > 0 && !this.#onBody(data)) this.#isEnough = true;
    return !this.#isEnough;
  }
}

/** Refuses what no answer begins with as soon as that can be seen. */
function assertBeginning(bytes: Buffer): void {
  const length = Math.min(bytes.length, versionStart.length);
  for (let at = 0; at < length; at += 1) {
    if (bytes[at] !== versionStart[at]) throw new InvalidResponseError('ERR_RESPONSE_HEAD');
  }
}
