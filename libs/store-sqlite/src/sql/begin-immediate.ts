import BetterSqlite3 from 'better-sqlite3';

/** How often the write lock is asked for while another process has it, in milliseconds. */
const pollMs = 0.25;

const neverNotified = new Int32Array(new SharedArrayBuffer(4));

/**
 * Begins a transaction with the write lock, for which it blocks the thread for at most so many
 * milliseconds. Null: it has begun; otherwise the error that says that another process has the lock.
 */
export type TryBegin = (forMs: number) => Error | null;

/**
 * SQLite's own waiting sleeps longer each time, up to 100 ms, and so can miss for seconds every
 * moment in which a busy writer leaves the lock free. statementWaitMs: how long all other statements
 * of the connection wait by SQLite's own means.
 */
export function createTryBegin(
  connection: BetterSqlite3.Database,
  statementWaitMs: number,
): TryBegin {
  const begin = connection.prepare('BEGIN IMMEDIATE');

  return (forMs) => {
    connection.exec('PRAGMA busy_timeout = 0');
    const { stackTraceLimit } = Error;
    // Each refusal is an error of which nobody reads the stack; to take it costs more than the refusal.
    Error.stackTraceLimit = 0;
    try {
      const deadline = performance.now() + forMs;
      for (;;) {
        const locked = beginOrBusy(begin);
        if (locked === null || performance.now() >= deadline) return locked;
        Atomics.wait(neverNotified, 0, 0, pollMs);
      }
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
      connection.exec(`PRAGMA busy_timeout = ${statementWaitMs}`);
    }
  };
}

function beginOrBusy(begin: BetterSqlite3.Statement): Error | null {
  try {
    begin.run();
    return null;
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      return error;
    }
    throw error;
  }
}
