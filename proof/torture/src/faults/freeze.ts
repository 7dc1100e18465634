import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import BetterSqlite3 from 'better-sqlite3';

import { waitFor, type ProcessHandle } from '@webhooks/testing';

const TRIES = 100;
const THAWED_MS = 20;
/** Longer than any transaction of an app that runs. */
const LOCK_WAIT_MS = 1_000;

/**
 * Freezes a process between two of its transactions. One that is frozen within a transaction keeps
 * SQLite's write lock until it thaws or is killed, and nobody can take that from it.
 *
 * @throws when it is never found without the lock.
 */
export async function freezeWithoutLock(process: ProcessHandle, file: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    process.signal('SIGSTOP');
    // A thread within a system call stops at its end, and may have the lock by then.
    await waitFor(() => isStopped(process.pid), { what: 'every thread to stop' });
    if (canWrite(file)) return;
    process.signal('SIGCONT');
    await delay(THAWED_MS);
  }
  throw new Error('the process is always within a transaction');
}

function isStopped(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).every((thread) => {
    const state = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1');
    return state.slice(state.lastIndexOf(')')).startsWith(') T');
  });
}

function canWrite(file: string): boolean {
  const connection = new BetterSqlite3(file, { timeout: LOCK_WAIT_MS });
  try {
    connection.exec('BEGIN IMMEDIATE; ROLLBACK');
    return true;
  } catch {
    return false;
  } finally {
    connection.close();
  }
}
