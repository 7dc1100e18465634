import { runApp } from '../../src/index.ts';

// Writes to both outputs for as long as it runs, and stops by itself.
await runApp('noisy', async () => {
  const timer = setInterval(() => {
    process.stdout.write('to standard output\n');
    process.stderr.write('to standard error\n');
  }, 10);
  setTimeout(() => process.kill(process.pid, 'SIGTERM'), 500);
  return { [Symbol.asyncDispose]: async () => clearInterval(timer) };
});
