import { setTimeout as pause } from 'node:timers/promises';

import { type Environment, StartupError } from '@webhooks/runtime';
import { StoreOpenError } from '@webhooks/store';
import { createResealer, openDatabase, type Resealer } from '@webhooks/store-sqlite';

import { databaseFile } from './database-file.ts';
import { readSecretsKey } from './secrets-key.ts';

/** The command line in one line. */
export const USAGE = 'usage: npm run reseal';
/** Endpoints of one transaction: it holds the lock for some milliseconds. */
const STEP_ROWS = 100;
/** Between two transactions others get the lock. */
const PAUSE_MS = 10;
/** Progress is reported this often at most. */
const TELL_EVERY_MS = 1_000;
/** Walks until one finds nothing; more are only needed while somebody still seals with an old key. */
const MAX_WALKS = 5;

/**
 * Seals the credentials of all endpoints and client identities anew with the first of SECRETS_KEY, while everything runs.
 * May be ended at any time and started again.
 *
 * @throws StartupError when that cannot be done, or not to the end.
 */
export async function reseal(args: readonly string[], env: Environment): Promise<void> {
  if (args.length > 0) throw new StartupError(USAGE);
  const path = databaseFile(env);
  const secretsKey = readSecretsKey(env);
  try {
    using database = openDatabase({ path, secretsKey });
    const resealer = createResealer(database);
    let resealed = 0;
    for (let walk = 1; ; walk += 1) {
      const found = await walkAll(resealer);
      resealed += found;
      if (found === 0) break;
      if (walk === MAX_WALKS) throw stillSealing();
    }
    resealer.finish();
    tell(path, resealed, resealer.endpoints(), secretsKey.length - 1);
  } catch (error) {
    if (error instanceof StoreOpenError) throw new StartupError(error.message, { cause: error });
    throw error;
  }
}

/** Says how many endpoints and client identities were sealed anew. */
async function walkAll(resealer: Resealer): Promise<number> {
  const all = resealer.endpoints();
  let [looked, resealed, reportedAt] = [0, 0, performance.now()];
  for (let lastId: string | null = ''; lastId !== null;) {
    const step = resealer.step(lastId, STEP_ROWS);
    looked += step.looked;
    resealed += step.resealed;
    lastId = step.lastId;
    if (performance.now() - reportedAt > TELL_EVERY_MS) {
      reportedAt = performance.now();
      process.stderr.write(`reseal: ${looked} of ${all} endpoints\n`);
    }
    await pause(step.resealed === 0 ? 0 : PAUSE_MS);
  }
  return resealed + resealer.identities();
}

function stillSealing(): StartupError {
  return new StartupError(
    'endpoints are still being sealed with an older key: start the service with the new key first ' +
      'in SECRETS_KEY, then try again',
  );
}

function tell(path: string, resealed: number, endpoints: number, others: number): void {
  console.log(
    `${path}: ${resealed} endpoints and identities sealed anew; all ${endpoints} endpoints are sealed ` +
      'with the first key',
  );
  if (others === 0) return;
  console.log(
    'The other keys can be removed from SECRETS_KEY of service and dispatcher. Keep them with the ' +
      'backups from before: those open with them alone.',
  );
}
