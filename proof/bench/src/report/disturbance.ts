import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Note } from '../benchmark/benchmark.ts';
import { median } from '../benchmark/statistics.ts';
import { createWorkDirectory } from '../benchmark/work-directory.ts';
import { foreignCores, readLoad } from './foreign-load.ts';

const QUIET_CORES = 0.3;
const WINDOW_MS = 3_000;
const LIMIT_MS = 180_000;
const SYNCS = 25;
const BLOCK = Buffer.alloc(4_096);

/** Waits until other programs leave the machine alone, three minutes at most. */
export async function waitForQuiet(note: Note): Promise<void> {
  const startedMs = performance.now();
  for (;;) {
    const before = readLoad();
    await delay(WINDOW_MS);
    const cores = foreignCores(before, readLoad());
    if (cores < QUIET_CORES) return;
    if (performance.now() - startedMs > LIMIT_MS) {
      note(`others still take ${cores.toFixed(2)} cores: measuring all the same`);
      return;
    }
  }
}

/** Milliseconds that the disk takes now to make one block durable; what every commit waits for. */
export function measureSyncMs(): number {
  using directory = createWorkDirectory('sync');
  const file = openSync(path.join(directory.path, 'blocks'), 'w');
  try {
    const times = Array.from({ length: SYNCS }, () => {
      const startedMs = performance.now();
      writeSync(file, BLOCK);
      fdatasyncSync(file);
      return performance.now() - startedMs;
    });
    return median(times);
  } finally {
    closeSync(file);
  }
}
