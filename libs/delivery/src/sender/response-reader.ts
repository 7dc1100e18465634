/** As much of an answer as is read: enough for any sensible one, and to keep its connection. */
const maxBodyBytes = 64 * 1024;

/** As much of an answer as is kept. */
const maxSnippetBytes = 4 * 1024;

/** Beyond it, interim answers (1xx) only keep the attempt busy. */
const maxInterimAnswers = 16;

/** What came of one answer so far, within bounds. */
export class ResponseReader {
  /** Null until the final status line and headers are there. */
  httpStatus: number | null = null;
  snippet: Uint8Array | null = null;
  retryAfter: string | null = null;
  #bodyBytes = 0;
  #interimAnswers = 0;

  /** Takes a status and its headers; false when it is one interim answer too many. */
  readHead(httpStatus: number, headers: Record<string, string | string[] | undefined>): boolean {
    if (httpStatus < 200) return ++this.#interimAnswers <= maxInterimAnswers;
    this.httpStatus = httpStatus;
    const retryAfter = headers['retry-after'];
    this.retryAfter = (typeof retryAfter === 'string' ? retryAfter : retryAfter?.[0]) ?? null;
    return true;
  }

  /** Takes a part of the body, which is not kept; false when no more is to be read. */
  readBody(chunk: Uint8Array): boolean {
    this.#bodyBytes += chunk.length;
    const room = maxSnippetBytes - (this.snippet?.length ?? 0);
    if (room > 0 && chunk.length > 0) this.#keep(chunk.subarray(0, room));
    return this.#bodyBytes < maxBodyBytes;
  }

  #keep(part: Uint8Array): void {
    this.snippet = this.snippet === null ? Buffer.from(part) : Buffer.concat([this.snippet, part]);
  }
}
