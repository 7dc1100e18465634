import type { ResendMode } from '@webhooks/domain';
import { mayTake, ShareLedger } from '@webhooks/runtime';

import type { EndpointQueue } from './endpoint-queue.ts';

/** What of all slots only resends of single objects get. */
const RESERVED_SHARE = 1 / 8;

/**
 * The deliveries that are started and not recorded, by account. A slow receiver holds its slots for as
 * long as it likes; so neither an account, nor an endpoint within its account, ever gets so many that
 * nothing is left for the next one.
 */
export class Slots {
  readonly #shares: ShareLedger<number>;

  constructor(maxInFlight: number) {
    const reserved = Math.floor(maxInFlight * RESERVED_SHARE);
    this.#shares = new ShareLedger({ capacity: maxInFlight, reserved });
  }

  get taken(): number {
    return this.#shares.capacity - this.#shares.free;
  }

  /** False: nobody gets one now. */
  get isAnyFree(): boolean {
    return this.#shares.free > 0;
  }

  /** Whether an account may take one for something of this mode. */
  mayTake(accountId: number, mode: ResendMode): boolean {
    return this.#shares.mayTake(accountId, { isUrgent: mode === 'interactive' });
  }

  /** The same for one of its endpoints: what its account may still take is shared by its endpoints. */
  mayTakeFor({ accountId, inFlight }: EndpointQueue, mode: ResendMode): boolean {
    const free = this.#shares.left(accountId, mode === 'interactive');
    return mayTake({ held: inFlight, free });
  }

  take({ accountId }: EndpointQueue, mode: ResendMode): void {
    this.#shares.take(accountId, { isUrgent: mode === 'interactive' });
  }

  give({ accountId }: EndpointQueue, mode: ResendMode): void {
    this.#shares.give(accountId, { isUrgent: mode === 'interactive' });
  }
}
