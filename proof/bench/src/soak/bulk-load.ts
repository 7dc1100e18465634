import { setTimeout as delay } from 'node:timers/promises';

import { bulkRequest, postResend, waitUntilCompleted } from '../system/resend-client.ts';
import type { System } from '../system/system.ts';
import type { AccountSpec } from '../system/write-events.ts';

/** From the end of one to the beginning of the next. */
const PAUSE_MS = 5_000;

/** Resends the whole of an account, again and again. */
export class BulkLoad {
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #completed = 0;

  constructor(system: System, account: AccountSpec) {
    this.#running = this.#run(system, account);
    // Whoever stops it gets the failure.
    this.#running.catch(() => {});
  }

  /** How many delivered everything. */
  get completed(): number {
    return this.#completed;
  }

  /** Lets the last one end; rejects when one did not deliver everything. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(system: System, account: AccountSpec): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await waitUntilCompleted(
        system,
        await postResend(system, bulkRequest(account)),
        account.events,
      );
      this.#completed += 1;
      await delay(PAUSE_MS, undefined, { signal }).catch(() => {});
    }
  }
}
