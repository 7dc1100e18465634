/** As much of an answer as is read: enough for any sensible one, and to keep its connection. */
const maxBodyBytes = 64 * 1024;

/** As much of an answer as is kept. */
const maxSnippetBytes = 4 * 1024;

/** The first bytes of an answer's body. */
export class ResponseSnippet {
  /** Null as long as there was no body. */
  bytes: Uint8Array | null = null;
  #bodyBytes = 0;

  /** Takes a part of the body, which is not kept; false when no more is to be read. */
  take(data: Uint8Array): boolean {
    this.#bodyBytes += data.length;
    const room = maxSnippetBytes - (this.bytes?.length ?? 0);
    if (room > 0) this.#keep(data.subarray(0, room));
    return this.#bodyBytes < maxBodyBytes;
  }

  #keep(part: Uint8Array): void {
    this.bytes = this.bytes === null ? Buffer.from(part) : Buffer.concat([this.bytes, part]);
  }
}
