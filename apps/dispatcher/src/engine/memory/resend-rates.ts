import type { ResendWork } from '@webhooks/domain';
import { LruMap } from '@webhooks/runtime';

import type { ActiveResend } from './active-resend.ts';
import { ResendRate } from './resend-rate.ts';

/** Resends whose rate is remembered although they are not in memory; some hundred bytes each. */
const MAX_KEPT = 10_000;

/** The rates of the resends that have one. */
export class ResendRates {
  readonly #rates = new LruMap<number, ResendRate>(MAX_KEPT);

  /** The rate of a resend that comes into memory, as its owner wants it now. */
  of({ id, maxRatePerSecond }: Pick<ResendWork, 'id' | 'maxRatePerSecond'>): ResendRate {
    if (maxRatePerSecond === null) return new ResendRate(null);
    const rate = this.#rates.getOrInsertComputed(id, () => new ResendRate(maxRatePerSecond));
    rate.limit(maxRatePerSecond);
    return rate;
  }

  /** A resend in memory goes so fast from now on, and when it comes back: it may have had no rate. */
  change(
    { work, rate }: Pick<ActiveResend, 'work' | 'rate'>,
    maxRatePerSecond: number | null,
  ): void {
    rate.limit(maxRatePerSecond);
    if (maxRatePerSecond !== null) this.#rates.set(work.id, rate);
  }
}
