import { runApp } from '../../src/index.ts';

// Leaves a timer behind that keeps the process alive.
await runApp('leaky', async () => {
  setInterval(() => {}, 60_000);
  process.stdout.write('up\n');
  return { [Symbol.asyncDispose]: async () => void process.stdout.write('disposed\n') };
});
