import { setTimeout as delay } from 'node:timers/promises';

import { nowMs } from '../benchmark/clock.ts';
import { postResend, type PostedResend } from './resend-client.ts';
import type { System } from './system.ts';

/** Requests that may wait for their answers at once; beyond it the system is not measured any more. */
const MAX_WAITING = 500;

/** Posts resends at a steady pace, whether answers come or not. */
export class ProbeLoad {
  readonly #system: System;
  readonly #nextBody: (number: number) => string;
  readonly #intervalMs: number;
  readonly #posted: PostedResend[] = [];
  readonly #running: Promise<void>;
  #failure: unknown = null;
  #isStopped = false;
  #waiting = 0;

  /** `nextBody` gets the number of the probe, from 0. */
  constructor(system: System, perSecond: number, nextBody: (number: number) => string) {
    this.#system = system;
    this.#nextBody = nextBody;
    this.#intervalMs = 1000 / perSecond;
    this.#running = this.#run();
  }

  /** What was accepted; rejects when one was not. */
  async stop(): Promise<readonly PostedResend[]> {
    this.#isStopped = true;
    await this.#running;
    while (this.#waiting > 0) await delay(this.#intervalMs);
    if (this.#failure !== null) throw this.#failure as Error;
    return this.#posted;
  }

  async #run(): Promise<void> {
    const startedMs = nowMs();
    for (let number = 0; !this.#isStopped; number += 1) {
      const waitMs = startedMs + number * this.#intervalMs - nowMs();
      if (waitMs > 0) await delay(waitMs);
      if (this.#waiting < MAX_WAITING) void this.#post(number);
      else this.#failure ??= new Error(`${MAX_WAITING} probes wait for their answers`);
    }
  }

  async #post(number: number): Promise<void> {
    this.#waiting += 1;
    try {
      this.#posted.push(await postResend(this.#system, this.#nextBody(number)));
    } catch (error) {
      this.#failure ??= error;
    } finally {
      this.#waiting -= 1;
    }
  }
}
