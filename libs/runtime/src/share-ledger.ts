/** What one more permit would be taken from. */
export interface Shares {
  /** Places that the holder has. */
  readonly held: number;
  /** Places that nobody has. */
  readonly free: number;
}

/** A holder may have less than this many times what is free. */
const HELD_PER_FREE = 3;

/**
 * The rule for every permit that many compete for: a holder takes one more only while it has fewer
 * than three times what is free, and the last one only when it has none. One alone gets three
 * quarters, two get 3/7 each, and so on: whoever comes next finds something free, without waiting for
 * others to give theirs back. An amount is judged as so many permits, one after the other.
 */
export function mayTake(shares: Shares, amount = 1): boolean {
  return amount <= placesLeft(shares);
}

/** How many permits a holder may take one after the other, if nobody else takes any. */
export function placesLeft({ held, free }: Shares): number {
  const share = Math.ceil((HELD_PER_FREE * free - held) / (HELD_PER_FREE + 1));
  const last = held === 0 && free === 1 ? 0 : 1;
  return Math.max(0, Math.min(share, free - last));
}

export interface ShareLedgerOptions {
  /** Places, or units such as bytes. */
  readonly capacity: number;
  /** How many of them only urgent takers get; 0 unless it is given. */
  readonly reserved?: number;
}

/** How permits are taken: urgent takers may have those that are reserved, too. */
export interface Taking {
  readonly amount?: number;
  readonly isUrgent?: boolean;
}

/** Who has how many permits of a bounded number. Memory grows with the holders that have some. */
export class ShareLedger<Holder> {
  readonly capacity: number;
  readonly #ordinary: number;
  readonly #held = new Map<Holder, number>();
  #taken = 0;
  #takenOrdinary = 0;

  constructor({ capacity, reserved = 0 }: ShareLedgerOptions) {
    this.capacity = capacity;
    this.#ordinary = capacity - reserved;
  }

  get free(): number {
    return this.capacity - this.#taken;
  }

  held(holder: Holder): number {
    return this.#held.get(holder) ?? 0;
  }

  mayTake(holder: Holder, { amount = 1, isUrgent = false }: Taking = {}): boolean {
    return amount <= this.left(holder, isUrgent);
  }

  /** How many permits the holder may take one after the other, if nobody else takes any. */
  left(holder: Holder, isUrgent = false): number {
    const left = placesLeft({ held: this.held(holder), free: this.free });
    return isUrgent ? left : Math.min(left, this.#ordinary - this.#takenOrdinary);
  }

  /** False, and nothing is taken, when the rule does not grant it. */
  take(holder: Holder, taking: Taking = {}): boolean {
    if (!this.mayTake(holder, taking)) return false;
    this.#add(holder, taking.amount ?? 1, taking.isUrgent ?? false);
    return true;
  }

  /** Gives back what was taken, in the same way as it was taken. */
  give(holder: Holder, { amount = 1, isUrgent = false }: Taking = {}): void {
    this.#add(holder, -amount, isUrgent);
  }

  #add(holder: Holder, amount: number, isUrgent: boolean): void {
    const held = this.held(holder) + amount;
    if (held < 0) throw new RangeError('More was given back than was taken');
    if (held === 0) this.#held.delete(holder);
    else this.#held.set(holder, held);
    this.#taken += amount;
    if (!isUrgent) this.#takenOrdinary += amount;
  }
}
