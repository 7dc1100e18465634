import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** What a file holds, or why that is not read. */
type SmallFile =
  | { readonly problem: null; readonly text: string }
  | { readonly problem: string; readonly text: null };

/** Reads a file or a pipe to its end, if nobody else may read it and it is no larger than that. */
export function readSmallFile(file: string, maxBytes: number): SmallFile {
  try {
    return interruptibly(() => readOpened(openSync(file, 'r'), maxBytes));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return refused(code === 'ENOENT' ? 'does not exist' : 'cannot be read');
  }
}

function readOpened(fd: number, maxBytes: number): SmallFile {
  try {
    const status = fstatSync(fd);
    if (!status.isFile() && !status.isFIFO()) return refused('is no file');
    if ((status.mode & 0o077) !== 0) return refused('open to others');
    const bytes = Buffer.alloc(maxBytes + 1);
    let length = 0;
    for (let count = -1; count !== 0 && length <= maxBytes; length += count) {
      count = readSync(fd, bytes, length, bytes.length - length, null);
    }
    if (length > maxBytes) return refused('is too large for a token');
    return { problem: null, text: bytes.toString('utf8', 0, length) };
  } finally {
    closeSync(fd);
  }
}

function refused(problem: string): SmallFile {
  return { problem, text: null };
}

/** A pipe may keep this thread waiting, where no listener is called: Ctrl-C ends the process then. */
function interruptibly<T>(read: () => T): T {
  const listeners = process.rawListeners('SIGINT') as (() => void)[];
  process.removeAllListeners('SIGINT');
  try {
    return read();
  } finally {
    for (const listener of listeners) process.on('SIGINT', listener);
  }
}
