import { setTimeout as delay } from 'node:timers/promises';

/** Far beyond what any phase of a benchmark takes. */
const LIMIT_MS = 1_800_000;

/** Asks again and again until the answer is yes; rejects when that takes half an hour. */
export async function waitUntil(
  what: string,
  isSo: () => Promise<boolean>,
  pollMs: number,
): Promise<void> {
  const startedMs = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedMs > LIMIT_MS) throw new Error(`waited too long for ${what}`);
    await delay(pollMs);
  }
}
