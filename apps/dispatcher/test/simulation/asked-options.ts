import { noOptions, type ResendOptions } from '@webhooks/domain';

import type { Chance } from './chance.ts';

/** What was asked for of how a resend is carried out. */
export interface Asked {
  /** So many deliveries go before the others; null: all at once. */
  readonly first: number | null;
  /** The clock had to show this since it was accepted; null: it may be sent at once. */
  readonly notBeforeMs: number | null;
  readonly acceptedPassedMs: number;
  /** The rate that was in force when a dispatcher last said so, and those that were asked for since. */
  rates: readonly (number | null)[];
  /** Some rate was asked for, at some time. */
  wasRated: boolean;
  /** Its owner let it go on although a part of its sample had failed. */
  isLetGo: boolean;
}

/** Options of a resend, as people choose them; most of them alone, some together. */
export function inventOptions(whims: Chance, nowMs: number): ResendOptions {
  return {
    ...noOptions,
    first: whims.happens(0.4) ? whims.of([1, 2, 2, 3, 100]) : null,
    notBeforeMs: whims.happens(0.25) ? nowMs + whims.of([-50, 40, 300, 1_500, 4_000]) : null,
    maxRatePerSecond: whims.happens(0.25) ? inventRate(whims) : null,
  };
}

export function inventRate(whims: Chance): number {
  return whims.of([10, 25, 50]);
}
