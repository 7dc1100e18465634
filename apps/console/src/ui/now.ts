import { signal } from '@preact/signals';

const TICK_MS = 1_000;

/** Milliseconds since the epoch, a second old at most. Components that read it follow the time. */
export const now = signal(Date.now());

export function startClock(): void {
  setInterval(() => (now.value = Date.now()), TICK_MS);
}
