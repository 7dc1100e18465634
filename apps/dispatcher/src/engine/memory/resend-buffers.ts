import type { ActiveResend } from './active-resend.ts';
import type { MemoryBudget } from './memory-budget.ts';
import { ResendBuffer } from './resend-buffer.ts';

const NONE: ReadonlyMap<string, ResendBuffer> = new Map();

/** The buffers of all resends in memory, one for each endpoint of each. */
export class ResendBuffers {
  readonly #budget: MemoryBudget;
  readonly #byResend = new Map<ActiveResend, Map<string, ResendBuffer>>();

  constructor(budget: MemoryBudget) {
    this.#budget = budget;
  }

  of(resend: ActiveResend): Iterable<ResendBuffer> {
    return (this.#byResend.get(resend) ?? NONE).values();
  }

  find(resend: ActiveResend, endpointId: string): ResendBuffer | undefined {
    return this.#byResend.get(resend)?.get(endpointId);
  }

  /** Adds the buffer of an endpoint that has none yet. */
  add(resend: ActiveResend, endpointId: string): ResendBuffer {
    const wasStarted = resend.work.status !== 'PENDING';
    const buffer = new ResendBuffer(resend, endpointId, wasStarted, this.#budget);
    const buffers = this.#byResend.get(resend);
    if (buffers === undefined) this.#byResend.set(resend, new Map([[endpointId, buffer]]));
    else buffers.set(endpointId, buffer);
    return buffer;
  }

  /** Nothing of the resend is in memory, in flight or on its way into memory. */
  isIdle(resend: ActiveResend): boolean {
    if (resend.isLoading) return false;
    for (const buffer of this.of(resend)) if (!buffer.isIdle) return false;
    return true;
  }

  /** The resend leaves memory. */
  remove(resend: ActiveResend): void {
    this.#byResend.delete(resend);
  }
}
