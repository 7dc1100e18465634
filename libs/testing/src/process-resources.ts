import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What this process holds now. */
export interface ProcessResources {
  /** Open file descriptors. */
  readonly descriptors: number;
  /** Bytes that are reachable, on the heap and beside it. */
  readonly bytes: number;
}

/** Counts what this process holds, once what is not reachable is gone. */
export function processResources(): ProcessResources {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return { descriptors: readdirSync('/proc/self/fd').length, bytes: heapUsed + external };
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  gc();
}
