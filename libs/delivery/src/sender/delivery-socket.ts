import { Socket } from 'node:net';

/** Up to here a copy costs less than a second buffer to write. */
const maxJoinedBytes = 64 * 1024;

/** The encoding that streams name when they write bytes; the types know those of text only. */
const ofBytes = 'buffer' as BufferEncoding;

/** What was written while a socket was corked. */
interface Written {
  readonly chunk: Uint8Array | string;
  readonly encoding: BufferEncoding;
}

/** A plain connection that writes head and body of a request in one piece, as TLS does by itself. */
export class DeliverySocket extends Socket {
  override _writev(written: Written[], callback: (error?: Error | null) => void): void {
    const length = written.reduce((sum, { chunk, encoding }) => sum + sizeOf(chunk, encoding), 0);
    if (length > maxJoinedBytes) {
      super._writev?.(written, callback);
      return;
    }
    const joined = Buffer.allocUnsafe(length);
    let end = 0;
    for (const { chunk, encoding } of written) {
      if (typeof chunk === 'string') joined.write(chunk, end, encoding);
      else joined.set(chunk, end);
      end += sizeOf(chunk, encoding);
    }
    this._write(joined, ofBytes, callback);
  }
}

function sizeOf(chunk: Uint8Array | string, encoding: BufferEncoding): number {
  return typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.byteLength;
}
