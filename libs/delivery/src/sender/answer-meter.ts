import type { Socket } from 'node:net';

import { InvalidAnswerError } from './exchange.ts';

/** Status line and headers as they come, whatever they are made of. */
export const maxHeadBytes = 32 * 1024;
/** One answer on the wire; above what its parts may add up to. */
const maxAnswerBytes = 256 * 1024;
/** Reads of one answer: a receiver that sends single bytes costs as much for each as for many. */
const maxReads = 256;

const headEnd = Buffer.from('\r\n\r\n');

/**
 * Bounds what one answer may cost to read, also where the parser asks for no bound: status lines,
 * sizes and extensions of chunks, empty lines, single bytes.
 */
export class AnswerMeter {
  #socket: Socket | null = null;
  #isRunning = false;
  #isHeadAwaited = false;
  #reads = 0;
  #startedAt = 0;
  #headStartedAt = 0;
  #seenAt = 0;

  /** Watches a new connection. To be called before whoever reads by that event listens to it. */
  watch(socket: Socket, event: 'readable' | 'data'): void {
    this.#socket = socket;
    socket.on(event, () => this.#onBytes(socket));
  }

  /** A request is written; what comes from here on is its answer. */
  start(): void {
    this.#isRunning = true;
    this.#reads = 0;
    this.#startedAt = this.#socket?.bytesRead ?? 0;
    this.awaitHead();
  }

  /** A head is still to come; an interim one was read. */
  awaitHead(): void {
    this.#isHeadAwaited = true;
    this.#headStartedAt = this.#socket?.bytesRead ?? 0;
    this.#seenAt = this.#headStartedAt;
  }

  /** The head is there. */
  takeHead(): void {
    this.#isHeadAwaited = false;
  }

  stop(): void {
    this.#isRunning = false;
  }

  /** Called before the bytes are parsed: a head is too long when those before them were. */
  #onBytes(socket: Socket): void {
    if (!this.#isRunning) return;
    this.#reads += 1;
    const headBytes = this.#isHeadAwaited ? this.#seenAt - this.#headStartedAt : 0;
    this.#seenAt = socket.bytesRead;
    const isHeadTooLong =
      headBytes > maxHeadBytes || (this.#isHeadAwaited && isHeadMissing(socket));
    if (isHeadTooLong) this.#end('The head is longer than 32 KiB');
    if (this.#seenAt - this.#startedAt > maxAnswerBytes) this.#end('More than 256 KiB');
    if (this.#reads > maxReads) this.#end(`In more than ${maxReads} pieces`);
  }

  #end(reason: string): void {
    this.#socket?.destroy(new InvalidAnswerError('ERR_ANSWER_TOO_LONG', reason));
    // What is left would still be parsed.
    this.#socket?.read();
  }
}

/** Whether more waits to be parsed than a head may have, and none ends in it. */
function isHeadMissing(socket: Socket): boolean {
  if (socket.readableLength <= maxHeadBytes) return false;
  const bytes = socket.read() as Buffer | null;
  if (bytes === null) return false;
  const end = bytes.indexOf(headEnd);
  socket.unshift(bytes);
  return end === -1 || end > maxHeadBytes;
}
