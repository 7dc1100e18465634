import { runApp } from '../../src/index.ts';

// Never finishes its disposal.
await runApp(
  'stubborn',
  async () => {
    setInterval(() => {}, 60_000);
    process.stdout.write('up\n');
    return {
      [Symbol.asyncDispose]: () => {
        process.stdout.write('disposing\n');
        return new Promise<void>(() => {});
      },
    };
  },
  { stopLimitMs: 1_500 },
);
