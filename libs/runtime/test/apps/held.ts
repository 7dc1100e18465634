import { openSync, write } from 'node:fs';

import { runApp } from '../../src/index.ts';

// Runs into an error while a thread of the pool is held, and its disposal never ends: the pipe that
// is named has no reader.
await runApp('held', async () => {
  setInterval(() => {}, 60_000);
  write(openSync(process.argv[2] ?? '', 'r+'), Buffer.alloc(1_048_576), () => {});
  setTimeout(() => {
    throw new Error('nobody handled this');
  }, 100);
  return { [Symbol.asyncDispose]: () => new Promise<void>(() => {}) };
});
