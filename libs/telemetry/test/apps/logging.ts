import { setTimeout as delay } from 'node:timers/promises';

import { createLogger } from '../../src/index.ts';

// Logs so many lines of 4 KiB, says so on standard error, and then one more each time that standard
// input brings something.
const logger = createLogger({ name: 'logging', level: 'info' });
const lines = Number(process.argv[2]);
for (let written = 0; written < lines; written += 1) {
  logger.info({ filling: 'x'.repeat(4_000) }, 'A line');
  await delay(1);
}
process.stderr.write(`${lines} lines are written\n`);
process.stdin.on('data', () => logger.info('One more line'));
