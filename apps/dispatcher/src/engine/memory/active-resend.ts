import type { ResendWork } from '@webhooks/domain';
import type { Permit } from '@webhooks/runtime';

import type { ResendBuffer } from './resend-buffer.ts';

/** A resend that is in work, with its buffers in memory. */
export class ActiveResend {
  readonly work: ResendWork;
  /** By endpoint. */
  readonly buffers = new Map<string, ResendBuffer>();
  /** Null until the set is counted. */
  total: number | null;
  /** Deliveries of the set that are known to have their rows. */
  planned: number;
  /** True when every delivery of the set has its row. */
  isPlanned: boolean;
  /** What it is worked on with; null while it waits for one, and only its retries continue. */
  permit: Permit | null = null;
  /** True when its last outcome is recorded. */
  isSettled = false;
  /** True when nothing more of it may be started. */
  isHalted = false;
  /** True when it has left memory; whoever still holds it has to load it again. */
  isRetired = false;
  /** Reads and fills on their way that may add deliveries. */
  pendingLoads = 0;
  readonly #idle = Promise.withResolvers<void>();

  constructor(work: ResendWork) {
    this.work = work;
    this.total = work.total;
    this.planned = work.planned;
    this.isPlanned = work.isPlanned;
    // The engine may end while nobody waits for this resend.
    this.#idle.promise.catch(() => undefined);
  }

  /** Resolves when nothing of it can be done now; rejects when the engine ends before. */
  get idle(): Promise<void> {
    return this.#idle.promise;
  }

  /** Started and not recorded yet. */
  get inFlight(): number {
    let inFlight = 0;
    for (const buffer of this.buffers.values()) inFlight += buffer.inFlight;
    return inFlight;
  }

  get isIdle(): boolean {
    if (this.pendingLoads > 0) return false;
    for (const buffer of this.buffers.values()) if (!buffer.isIdle) return false;
    return true;
  }

  /** It leaves memory: nothing of it can be done now. */
  retire(): void {
    this.isRetired = true;
    this.permit?.[Symbol.dispose]();
    this.#idle.resolve();
  }

  /** The engine ends. */
  fail(reason: unknown): void {
    this.#idle.reject(reason);
  }
}
