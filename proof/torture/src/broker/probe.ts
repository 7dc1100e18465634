import type { RestApi } from '@webhooks/proof-kit';

import type { Catalog } from '../crash/catalog.ts';
import type { Answered } from '../crash/evidence.ts';

/** Asks for single resends and looks how long they take. */
export class Probe {
  readonly answered: Answered[] = [];
  readonly violations: string[] = [];
  /** From the end of each fault to the end of a resend asked for then; the longest of all rounds. */
  readonly continuedMs = new Map<string, number>();
  slowestAnswerMs = 0;
  readonly #api: RestApi;
  readonly #catalog: Catalog;
  readonly #limitMs: number;
  #number = 0;

  constructor(api: RestApi, catalog: Catalog, limitMs: number) {
    this.#api = api;
    this.#catalog = catalog;
    this.#limitMs = limitMs;
  }

  /** A request is accepted now. */
  async expectAnswer(fault: string): Promise<number | null> {
    const { body, expected } = this.#catalog.nextRequest(0);
    const startedMs = performance.now();
    this.#number += 1;
    const headers = { 'idempotency-key': `probe-${this.#number}` };
    try {
      const id = await this.#api.accept(body, headers);
      this.slowestAnswerMs = Math.max(this.slowestAnswerMs, performance.now() - startedMs);
      this.answered.push({ id, expected });
      return id;
    } catch (error) {
      this.violations.push(`${fault}: a request was not accepted: ${(error as Error).message}`);
      return null;
    }
  }

  /** A request that is accepted now is worked off in time. */
  async expectWork(fault: string): Promise<void> {
    const startedMs = performance.now();
    const id = await this.expectAnswer(fault);
    if (id === null) return;
    const log = await this.#api.settled(id, this.#limitMs).catch(() => null);
    const tookMs = performance.now() - startedMs;
    this.continuedMs.set(fault, Math.max(this.continuedMs.get(fault) ?? 0, tookMs));
    if (log === null) this.violations.push(`${fault}: nothing goes on ${this.#limitMs} ms later`);
  }
}
