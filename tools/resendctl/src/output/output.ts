import { fstatSync, writeSync } from 'node:fs';

import type { OutputStream } from './terminal.ts';

/** Guards an output: a failure is reported once and never thrown, and nothing is written after it. */
export function openOutput(
  stream: NodeJS.WriteStream & { readonly fd: number },
  onFailure: (error: NodeJS.ErrnoException) => void,
): OutputStream {
  let hasFailed = false;
  const fail = (error: NodeJS.ErrnoException): void => {
    if (!hasFailed) onFailure(error);
    hasFailed = true;
  };
  stream.on('error', fail);
  const isOnDisk = isFile(stream);
  return {
    isTTY: stream.isTTY,
    get columns() {
      return stream.columns;
    },
    write: (text) => {
      if (hasFailed) return;
      try {
        if (isOnDisk) writeWhole(stream.fd, text);
        else stream.write(text);
      } catch (error) {
        fail(error as NodeJS.ErrnoException);
      }
    },
    flush: () =>
      new Promise((resolve) => {
        if (isOnDisk || hasFailed) resolve();
        else stream.write('', () => resolve());
      }),
  };
}

/** A file, or a device such as /dev/full: whatever is neither a terminal nor has a reader. */
function isFile({ fd, isTTY }: NodeJS.WriteStream & { readonly fd: number }): boolean {
  const status = fstatSync(fd);
  return status.isFile() || (status.isCharacterDevice() && !isTTY);
}

/** A disk that is nearly full takes a part; the stream of Node takes that for the whole. */
function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written);
}
