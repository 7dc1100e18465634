import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

import { createPrivateFile, type Environment, StartupError } from '@webhooks/runtime';
import BetterSqlite3 from 'better-sqlite3';

import { auditChainLine } from './audit-chain-line.ts';
import { countRows } from './count-rows.ts';
import { databaseFile } from './database-file.ts';
import { nameless } from './nameless.ts';
import { placeFile } from './place-file.ts';
import { verifyCopy } from './verify-copy.ts';

/** The command line in one line. */
export const USAGE = 'usage: npm run backup -- FILE';
/** How long the source may be locked by somebody else before that is reported. */
const LOCK_WAIT_MS = 10_000;
/** Pages of one step, about 4 MiB; between two steps the progress is reported. */
const STEP_PAGES = 1024;
/** Progress is reported this often at most. */
const TELL_EVERY_MS = 1_000;

/**
 * Copies the database as it is at one moment, while everything runs. The file appears complete
 * and verified, or not at all, and never over another one. Credentials in it stay sealed.
 *
 * @throws StartupError when that cannot be done.
 */
export async function backUp(args: readonly string[], env: Environment): Promise<void> {
  const [name] = args;
  if (name === undefined || args.length > 1 || name.startsWith('-')) throw new StartupError(USAGE);
  const target = path.resolve(env['INIT_CWD'] || '.', name);
  if (existsSync(target)) throw new StartupError(`${target} is there already; name another file`);
  const source = databaseFile(env);
  const draft = `${target}.${process.pid}.partial`;
  const startedAt = performance.now();
  try {
    createPrivateFile(draft);
    const rows = await copySnapshot(source, draft);
    verifyCopy(draft, rows);
    const chainLine = auditChainLine(draft);
    placeFile(draft, target);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const { resends, events, deliveries } = rows;
    console.log(
      `${target}: ${statSync(target).size} bytes, verified in ${seconds} s: ` +
        `${events} events, ${resends} resends, ${deliveries} deliveries`,
    );
    console.log(chainLine);
  } catch (error) {
    throw nameless(readable(error, source, target), draft, target);
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) {
      rmSync(`${draft}${suffix}`, { force: true });
    }
  }
}

/** Copies what one read transaction sees, so that writers neither wait nor make it start again. */
async function copySnapshot(source: string, draft: string): Promise<Record<string, number>> {
  const connection = new BetterSqlite3(source, {
    readonly: true,
    fileMustExist: true,
    timeout: LOCK_WAIT_MS,
  });
  try {
    connection.exec('BEGIN');
    const rows = countRows(connection);
    let reportedAt = performance.now();
    await connection.backup(draft, {
      progress: ({ totalPages, remainingPages }) => {
        if (performance.now() - reportedAt > TELL_EVERY_MS) {
          reportedAt = performance.now();
          const percent = Math.floor((100 * (totalPages - remainingPages)) / totalPages);
          process.stderr.write(`backup: ${percent} %\n`);
        }
        return STEP_PAGES;
      },
    });
    return rows;
  } finally {
    connection.close();
  }
}

function readable(error: unknown, source: string, target: string): unknown {
  if (error instanceof StartupError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new StartupError(`${source} cannot be backed up to ${target}: ${message} (${code})`);
}
