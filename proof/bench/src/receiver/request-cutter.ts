const HEAD_END = '\r\n\r\n';
const EMPTY = Buffer.alloc(0);

/** Cuts what comes on a connection into requests; a body ends where its content-length says. */
export class RequestCutter {
  #waiting: Buffer = EMPTY;

  /** True between two requests. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** The heads of the requests that are complete with these bytes. */
  take(chunk: Buffer): string[] {
    const heads: string[] = [];
    this.#waiting = this.isEmpty ? chunk : Buffer.concat([this.#waiting, chunk]);
    for (let request = firstOf(this.#waiting); request !== null;) {
      heads.push(request.head);
      this.#waiting = this.#waiting.subarray(request.end);
      request = firstOf(this.#waiting);
    }
    return heads;
  }
}

/** Null when the first request is not complete. */
function firstOf(bytes: Buffer): { readonly head: string; readonly end: number } | null {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  const end = headEnd + HEAD_END.length + length;
  return bytes.length < end ? null : { head, end };
}
