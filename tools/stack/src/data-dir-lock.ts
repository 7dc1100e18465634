import { mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';

import BetterSqlite3 from 'better-sqlite3';

import { dataDirProblem, StartupError } from '@webhooks/runtime';

/**
 * Takes the data directory for this process alone, however its path is spelt, until it is disposed
 * or the process ends in whatever way. SQLite is asked because its locks are the kernel's: a killed
 * process leaves none, where a file that merely exists would have to be removed by hand.
 *
 * @throws StartupError when another process has it, or it cannot be made or written.
 */
export function lockDataDir(dataDir: string): Disposable {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const problem = dataDirProblem(realpathSync(dataDir));
    if (problem !== null) throw new StartupError(`DATA_DIR ${problem}`);
    const lock = new BetterSqlite3(path.join(dataDir, 'stack.lock'), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return { [Symbol.dispose]: () => lock.close() };
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'SQLITE_BUSY') {
      throw new StartupError(
        `DATA_DIR ${dataDir} is in use by another stack that runs; stop it, or set another DATA_DIR`,
      );
    }
    throw new StartupError(`DATA_DIR ${dataDir} cannot be used: ${message}`, { cause: error });
  }
}
