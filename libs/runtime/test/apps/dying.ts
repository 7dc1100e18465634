import { crashPoint, runApp } from '../../src/index.ts';

await runApp('dying', async () => {
  for (let pass = 1; pass <= 3; pass += 1) {
    process.stdout.write(`pass ${pass}\n`);
    await crashPoint('planned-not-sent');
  }
  const life = setInterval(() => {}, 1000);
  process.stdout.write('alive\n');
  return { [Symbol.asyncDispose]: async () => clearInterval(life) };
});
