import { runApp } from '../../src/index.ts';

// Says when it is up and when it is disposed.
await runApp('quiet', async () => {
  const alive = setInterval(() => {}, 60_000);
  process.stdout.write('up\n');
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(alive);
      process.stdout.write('disposed\n');
    },
  };
});
