import type BetterSqlite3 from 'better-sqlite3';

import { DomainError } from '@webhooks/domain';

import type { TryBegin } from './begin-immediate.ts';
import { unavailable } from './unavailable.ts';
import { createFinish } from './write-transaction.ts';

/** Runs work that does not wait in one transaction with the write lock, as soon as it is free. */
export type QueuedWrite = <T>(work: () => T) => Promise<T>;

interface Writer {
  readonly sinceMs: number;
  /** Runs the work in the transaction that has begun. */
  readonly run: () => void;
  readonly fail: (error: unknown) => void;
}

/** How long one try blocks the thread: the gap between two commits of a busy writer is short. */
const TRY_MS = 2;
/** Pauses between tries grow with the wait, from one to the other. */
const FIRST_PAUSE_MS = 1;
const MAX_PAUSE_MS = 20;
const WAITED_PER_PAUSE = 20;
/** How long a writer waits once the lock was not free for the whole wait of another. */
const HELD_WAIT_MS = 500;
/** A lock that nobody asked for in this time may have been free meanwhile. */
const FORGET_MS = 1_000;
const MAX_WAITING = 1_024;
const RETRY_AFTER_MS = 1_000;

/**
 * Lets the writers of a process have the lock one after the other, in their order, without blocking
 * its thread while another process has it. A writer waits for waitMs, then it fails with
 * service_unavailable; those that come while the lock is not given back find out sooner.
 */
export function createWriteQueue(
  connection: BetterSqlite3.Database,
  tryBegin: TryBegin,
  waitMs: number,
): QueuedWrite {
  const finish = createFinish(connection);
  const waiting: Writer[] = [];
  const held = new HeldLock(waitMs);

  /** True: the first writer is served, or has waited for long enough. */
  function serveFirst(writer: Writer): boolean {
    try {
      const locked = tryBegin(TRY_MS);
      const nowMs = performance.now();
      held.note(locked !== null, nowMs);
      if (locked !== null && nowMs - writer.sinceMs < held.waitMs(nowMs)) return false;
      if (locked === null) writer.run();
      else writer.fail(unavailable(locked));
    } catch (error) {
      writer.fail(unavailable(error));
    }
    waiting.shift();
    return true;
  }

  function serve(): void {
    const [first] = waiting;
    if (first === undefined) return;
    // One transaction in a turn of the loop: what was asked meanwhile is answered between them.
    if (serveFirst(first)) {
      if (waiting.length > 0) setImmediate(serve);
      return;
    }
    const waitedMs = performance.now() - first.sinceMs;
    const pauseMs = Math.max(FIRST_PAUSE_MS, waitedMs / WAITED_PER_PAUSE);
    setTimeout(serve, Math.min(MAX_PAUSE_MS, pauseMs));
  }

  return <T>(work: () => T) => {
    if (waiting.length >= MAX_WAITING) {
      const message = 'Too many requests wait to be written';
      const options = { retryAfterMs: RETRY_AFTER_MS };
      return Promise.reject(new DomainError('service_unavailable', message, options));
    }
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const run = (): void => resolve(finish(work));
    waiting.push({ sinceMs: performance.now(), run, fail: reject });
    if (waiting.length === 1) serve();
    return promise;
  };
}

/** Knows for how long another process has had the lock, as far as that was seen. */
class HeldLock {
  readonly #waitMs: number;
  #sinceMs = Infinity;
  #seenMs = -Infinity;

  constructor(waitMs: number) {
    this.#waitMs = waitMs;
  }

  note(isLocked: boolean, nowMs: number): void {
    if (!isLocked) this.#sinceMs = Infinity;
    else if (nowMs - this.#seenMs > FORGET_MS || this.#sinceMs === Infinity) this.#sinceMs = nowMs;
    this.#seenMs = nowMs;
  }

  /** How long a writer waits in all. */
  waitMs(nowMs: number): number {
    const isHeld = nowMs - this.#sinceMs >= this.#waitMs;
    return isHeld ? Math.min(this.#waitMs, HELD_WAIT_MS) : this.#waitMs;
  }
}
