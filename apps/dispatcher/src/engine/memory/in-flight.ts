import type { ResendMode } from '@webhooks/domain';
import { mayTake, ShareLedger } from '@webhooks/runtime';

/** Share of all slots that only resends of single objects get. */
const RESERVED_SHARE = 1 / 8;

/** How many deliveries of something are started and not recorded. */
class Count {
  #inFlight = 0;

  get value(): number {
    return this.#inFlight;
  }

  static move(counts: readonly Count[], by: 1 | -1): void {
    for (const count of counts) count.#inFlight += by;
  }
}

/** Exported as a type alone: only `InFlight` moves it. */
export type { Count as InFlightCount };

/** Begins at zero. */
export function createInFlightCount(): Count {
  return new Count();
}

/** Who takes a slot, and everything that counts it. */
export interface SlotHolder {
  readonly accountId: number;
  readonly mode: ResendMode;
  readonly counts: readonly Count[];
}

/**
 * Deliveries that are started and not recorded: the one place where they are counted, by account and
 * for whatever else has a count of its own. A slow receiver holds its slots for as long as it likes;
 * so neither an account, nor an endpoint within its account, ever gets so many that nothing is left
 * for the next one.
 */
export class InFlight {
  readonly #shares: ShareLedger<number>;

  constructor(maxInFlight: number) {
    const reserved = Math.floor(maxInFlight * RESERVED_SHARE);
    this.#shares = new ShareLedger({ capacity: maxInFlight, reserved });
  }

  get total(): number {
    return this.#shares.capacity - this.#shares.free;
  }

  /** True: nothing more may start now, whoever has it. */
  get isFull(): boolean {
    return this.#shares.free === 0;
  }

  /** Whether an account may start one more of this mode. */
  hasSlot(accountId: number, mode: ResendMode): boolean {
    return this.#shares.mayTake(accountId, { isUrgent: mode === 'interactive' });
  }

  /** The same for one of its endpoints: what its account may still take is shared by its endpoints. */
  hasSlotFor(accountId: number, mode: ResendMode, ofEndpoint: Count): boolean {
    const free = this.#shares.left(accountId, mode === 'interactive');
    return mayTake({ held: ofEndpoint.value, free });
  }

  start({ accountId, mode, counts }: SlotHolder): void {
    this.#shares.take(accountId, { isUrgent: mode === 'interactive' });
    Count.move(counts, 1);
  }

  recorded({ accountId, mode, counts }: SlotHolder): void {
    this.#shares.give(accountId, { isUrgent: mode === 'interactive' });
    Count.move(counts, -1);
  }
}
