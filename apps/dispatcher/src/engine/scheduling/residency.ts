import type { PacePolicy } from '@webhooks/delivery';
import type { ResendMode } from '@webhooks/domain';

import type { ResendBuffer } from '../memory/resend-buffer.ts';
import { ParkedResends, type Readmission } from './parked-resends.ts';

/** Resends of one mode that an endpoint has in memory at least, and bulk ones that it readmits. */
const MIN_RESIDENT = 16;

export interface ResidencyOptions {
  /** The buffers of the endpoint that are in memory. */
  readonly buffers: ReadonlySet<ResendBuffer>;
  /** Resends of one mode in memory; by the cap and rate of the endpoint unless it is given. */
  readonly maxResident: number | undefined;
}

/**
 * Which resends are in memory for one endpoint. Resends of single objects come in such numbers that
 * those are kept out which could only wait: they would hold permits that others need.
 */
export class Residency {
  readonly #options: ResidencyOptions;
  /** Resends that left memory because the endpoint did not admit them. */
  readonly #parked: Readonly<Record<ResendMode, ParkedResends>> = {
    interactive: new ParkedResends(),
    bulk: new ParkedResends(),
  };
  /** Buffers in memory that were not admitted; they are looked at again when there is room. */
  readonly #refused = new Set<ResendBuffer>();

  constructor(options: ResidencyOptions) {
    this.#options = options;
  }

  /** Nobody waits to come back. */
  get isEmpty(): boolean {
    return this.#parked.interactive.isEmpty && this.#parked.bulk.isEmpty;
  }

  /** Whether a buffer may be filled now; one that may not is remembered. */
  admits(buffer: ResendBuffer, limits: PacePolicy): boolean {
    const { mode, resend } = buffer;
    const { interactive } = this.#parked;
    if (mode === 'bulk' || !buffer.isIdle || interactive.isReadmitted(resend.work.id)) return true;
    const isFull = this.#busy(mode, buffer) >= this.#room(mode, limits);
    if (!interactive.isAnyParked && !isFull) return true;
    this.#refused.add(buffer);
    return false;
  }

  /** The buffer that was refused first, if it is admitted now; null otherwise. */
  takeRefused(limits: PacePolicy): ResendBuffer | null {
    const [buffer] = this.#refused;
    if (buffer === undefined || !this.admits(buffer, limits)) return null;
    this.#refused.delete(buffer);
    return buffer;
  }

  /** The next resend that is parked and may come back into memory; null: none. */
  readmit(mode: ResendMode, limits: PacePolicy): Readmission | null {
    const parked = this.#parked[mode];
    if (!parked.isAnyParked) return null;
    return parked.readmit(this.#busy(mode, null), this.#room(mode, limits));
  }

  endReadmission(mode: ResendMode, readmission: Readmission): void {
    this.#parked[mode].end(readmission);
  }

  /** A resend leaves memory and waits for the endpoint. */
  park({ mode, resend }: ResendBuffer): void {
    this.#parked[mode].park(resend.work.id);
  }

  /** A buffer has nothing more for the endpoint now. */
  drained({ mode, resend }: ResendBuffer): void {
    this.#parked[mode].drained(resend.work.id);
  }

  /** A buffer leaves memory. */
  remove(buffer: ResendBuffer): void {
    this.#refused.delete(buffer);
  }

  /** Buffers of a mode beside one that have something in memory or in flight, or are being filled. */
  #busy(mode: ResendMode, beside: ResendBuffer | null): number {
    let busy = 0;
    for (const buffer of this.#options.buffers) {
      if (buffer === beside || buffer.mode !== mode) continue;
      if (!buffer.isIdle || buffer.isBeingPrefetched) busy += 1;
    }
    return busy;
  }

  /** How many resends of a mode may be in memory: what may start in about a second. */
  #room(mode: ResendMode, { maxInFlight, maxRatePerSecond }: PacePolicy): number {
    const { maxResident } = this.#options;
    if (maxResident !== undefined) return maxResident;
    if (mode === 'bulk') return MIN_RESIDENT;
    const room = Math.max(MIN_RESIDENT, 2 * maxInFlight);
    return maxRatePerSecond === null ? room : Math.min(room, Math.ceil(maxRatePerSecond) + 1);
  }
}
