import BetterSqlite3 from 'better-sqlite3';

/** How often the write lock is asked for while another process has it, in milliseconds. */
const pollMs = 0.25;

const neverNotified = new Int32Array(new SharedArrayBuffer(4));

/**
 * Makes a function that begins a transaction with the write lock, waiting for it for waitMs. SQLite's
 * own waiting sleeps longer each time, up to 100 ms, and so can miss for seconds every moment in
 * which a busy writer leaves the lock free.
 */
export function createBeginImmediate(
  connection: BetterSqlite3.Database,
  waitMs: number,
): () => void {
  const begin = connection.prepare('BEGIN IMMEDIATE');

  return () => {
    connection.exec('PRAGMA busy_timeout = 0');
    try {
      const deadline = performance.now() + waitMs;
      while (!hasBegun(begin, deadline)) Atomics.wait(neverNotified, 0, 0, pollMs);
    } finally {
      connection.exec(`PRAGMA busy_timeout = ${waitMs}`);
    }
  };
}

/** False: another process has the lock and there is time left. */
function hasBegun(begin: BetterSqlite3.Statement, deadline: number): boolean {
  try {
    begin.run();
    return true;
  } catch (error) {
    if (isBusy(error) && performance.now() < deadline) return false;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
