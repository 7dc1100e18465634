import { open } from 'node:fs/promises';
import path from 'node:path';

import { StartupError } from '@webhooks/runtime';

/** What is imported. */
export interface Input {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Null when it has no known end. */
  readonly totalBytes: number | null;
}

/** Opens a file, seen from where npm was called, or standard input for "-". */
export async function openInput(name: string, calledFrom: string): Promise<Input> {
  if (name === '-') return { chunks: process.stdin, totalBytes: null };
  try {
    const file = await open(path.resolve(calledFrom, name));
    const stat = await file.stat();
    if (stat.isDirectory()) throw new Error('it is a directory');
    const chunks = file.createReadStream({ highWaterMark: 256 * 1024 });
    return { chunks, totalBytes: stat.isFile() ? stat.size : null };
  } catch (error) {
    throw new StartupError(`${name} cannot be read: ${(error as Error).message}`);
  }
}
