import { setTimeout as delay } from 'node:timers/promises';

import { nowMs } from '../benchmark/clock.ts';
import { postResend } from '../system/resend-client.ts';
import type { System } from '../system/system.ts';

/** Requests that are under way at once, at most. */
const WORKERS = 16;

/**
 * Posts resends at a steady pace over a bounded number of connections. Where the system is slower
 * than the pace, moments pass unused: an hour of it must not end in a heap of what is owed.
 */
export class PostingLoad {
  readonly #system: System;
  readonly #intervalMs: number;
  readonly #nextBody: (number: number) => string;
  readonly #running: Promise<unknown>;
  #latenciesMs: number[] = [];
  #accepted = 0;
  #next = 0;
  #nextAtMs = nowMs();
  #failure: Error | null = null;
  #isStopped = false;

  /** `perSecond` may be Infinity: as fast as they are answered. */
  constructor(system: System, perSecond: number, nextBody: (number: number) => string) {
    this.#system = system;
    this.#intervalMs = 1000 / perSecond;
    this.#nextBody = nextBody;
    this.#running = Promise.all(Array.from({ length: WORKERS }, () => this.#work()));
  }

  /** How many were accepted until now. */
  get accepted(): number {
    return this.#accepted;
  }

  /** The times of the answers since the last call. Throws when a post was refused. */
  takeLatenciesMs(): readonly number[] {
    if (this.#failure !== null) throw this.#failure;
    const taken = this.#latenciesMs;
    this.#latenciesMs = [];
    return taken;
  }

  /** Ends it; rejects when a post was refused. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
    if (this.#failure !== null) throw this.#failure;
  }

  async #work(): Promise<void> {
    while (!this.#isStopped && this.#failure === null) {
      const atMs = Math.max(this.#nextAtMs, nowMs());
      this.#nextAtMs = atMs + this.#intervalMs;
      const waitMs = atMs - nowMs();
      if (waitMs > 0) await delay(waitMs);
      await this.#post();
    }
  }

  async #post(): Promise<void> {
    try {
      const { sentMs, acceptedMs } = await postResend(this.#system, this.#nextBody(this.#next++));
      this.#latenciesMs.push(acceptedMs - sentMs);
      this.#accepted += 1;
    } catch (error) {
      this.#failure ??= error as Error;
    }
  }
}
