import { runApp } from '../../src/index.ts';

// Runs into an error that nobody handles, and tells of its disposal.
await runApp('crashing', async () => {
  const crash = new Error('nobody handled this');
  const alive = setInterval(() => {}, 60_000);
  setImmediate(() => {
    if (process.argv[2] === 'rejection') void Promise.reject(crash);
    else throw crash;
  });
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(alive);
      process.stdout.write('disposed\n');
    },
  };
});
