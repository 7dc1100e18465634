import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

import { closeDataDir, type Environment, StartupError } from '@webhooks/runtime';
import { StoreOpenError } from '@webhooks/store';

import { assertNotInUse } from './assert-not-in-use.ts';
import { databasePath } from './database-file.ts';
import { nameless } from './nameless.ts';
import { placeFile } from './place-file.ts';
import { prepareDatabase, type Restored } from './prepare-database.ts';
import { readSecretsKey } from './secrets-key.ts';
import { setAside } from './set-aside.ts';

/** The command line in one line. */
export const USAGE = 'usage: npm run restore -- FILE [--replace]';

/**
 * Makes the database that a backup holds the one of DATA_DIR: checked with the secrets key, brought
 * to the newest schema, and in place only when all of that is done. With --replace a database that
 * is there is set aside, never deleted; one that is in use is left alone in any case.
 *
 * @throws StartupError when that cannot be done; nothing is changed then.
 */
export async function restore(args: readonly string[], env: Environment): Promise<void> {
  const { backup, isReplacing } = readRequest(args, env);
  const target = databasePath(env);
  const secretsKey = readSecretsKey(env);
  const isThere = existsSync(target) || existsSync(`${target}-wal`);
  if (isThere && !isReplacing) {
    throw new StartupError(`${target} is there already; --replace sets it aside`);
  }
  if (isThere) assertNotInUse(target);
  const draft = `${target}.${process.pid}.restoring`;
  try {
    mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
    await copyPrivately(backup, draft);
    const restored = prepareDatabase(draft, secretsKey);
    const aside = isThere ? setAside(target) : null;
    placeFile(draft, target);
    for (const line of closeDataDir(path.dirname(target))) console.log(line);
    tell(target, restored, aside);
  } catch (error) {
    throw nameless(readable(error, backup), draft, backup);
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${draft}${suffix}`, { force: true });
  }
}

/** A copy by the system would have the mode of the original, which others may be able to read. */
function copyPrivately(from: string, to: string): Promise<void> {
  return pipeline(createReadStream(from), createWriteStream(to, { flags: 'wx', mode: 0o600 }));
}

function readRequest(
  args: readonly string[],
  env: Environment,
): { readonly backup: string; readonly isReplacing: boolean } {
  const [name, ...others] = args.filter((arg) => arg !== '--replace');
  if (name === undefined || others.length > 0 || name.startsWith('-')) {
    throw new StartupError(USAGE);
  }
  const backup = path.resolve(env['INIT_CWD'] || '.', name);
  if (!existsSync(backup)) throw new StartupError(`${backup} does not exist`);
  return { backup, isReplacing: args.includes('--replace') };
}

/** From the environment, else from the file in DATA_DIR that the stack keeps. */
function tell(target: string, restored: Restored, aside: string | null): void {
  const { newestChangeMs, unsettled, nextResendId } = restored;
  const newest =
    newestChangeMs === null ? 'without resends' : new Date(newestChangeMs).toISOString();
  console.log(`${target}: restored, newest change of a resend ${newest}`);
  if (aside !== null) console.log(`what was there is now ${aside}`);
  console.log(
    `Resends that are not settled and go on at the start: ${unsettled}. What they delivered after ` +
      `the backup is delivered again. New resends are numbered from ${nextResendId}.`,
  );
}

function readable(error: unknown, backup: string): unknown {
  if (error instanceof StoreOpenError) {
    return new StartupError(`${backup} cannot be restored: ${error.message}`);
  }
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof StartupError || code === undefined) return error;
  return new StartupError(`${backup} cannot be restored: ${message} (${code})`);
}
