import type { OnReadOpts, Socket } from 'node:net';

/**
 * What all connections read into, one after the other. Without it each reading takes 64 KiB, however
 * little comes, and gives back the rest.
 */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024);

/** The option `onread` of a connection: what comes is copied out of the one buffer. */
export const reading: OnReadOpts = {
  buffer: readBuffer,
  /** False: no more is to be read for now. */
  callback(this: Socket, length: number): boolean {
    const bytes = Buffer.allocUnsafe(length);
    readBuffer.copy(bytes, 0, 0, length);
    return this.push(bytes);
  },
};
