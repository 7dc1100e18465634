import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { legs, nameOf } from './legs.ts';
import { isGood, tableOf, type Outcome } from './table.ts';
import { tryLeg } from './try-leg.ts';

const root = path.resolve(import.meta.dirname, '../../../..');

/**
 * Installs and starts what is committed in every way that people come: `npm run try-installs`, or
 * with words to try the legs whose names have all of them.
 */
async function tryInstalls(words: readonly string[]): Promise<void> {
  const chosen = legs.filter((leg) => words.every((word) => nameOf(leg).includes(word)));
  if (chosen.length === 0) throw new Error(`No leg has ${words.join(' and ')} in its name`);
  const scratch = mkdtempSync(path.join(tmpdir(), 'try-installs-'));
  // What is ended with this process may write for a moment more.
  const remove = { recursive: true, force: true, maxRetries: 10 } as const;
  process.once('exit', () => rmSync(scratch, remove));
  const outcomes: Outcome[] = [];
  for (const leg of chosen) {
    console.error(`== ${nameOf(leg)}`);
    const outcome = await tryLeg(leg, root, scratch);
    outcomes.push(outcome);
    // The table comes after a long time, if it comes.
    console.error(tableOf([outcome]).split('\n').at(-1));
  }
  console.log(tableOf(outcomes));
  if (!outcomes.every(isGood)) process.exitCode = 1;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
try {
  await tryInstalls(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
