/** A resend was let back into memory. */
export interface Readmission {
  readonly resendId: number;
}

/**
 * Resends that left memory because nothing of them could start soon at one endpoint: its breaker is
 * open, or others are ahead of them. They wait in the order of their arrival.
 */
export class ParkedResends {
  readonly #parked = new Set<number>();
  /** The last readmission of each resend that is not through yet. */
  readonly #readmitted = new Map<number, Readmission>();

  get isEmpty(): boolean {
    return this.#parked.size + this.#readmitted.size === 0;
  }

  /** True while others are to be readmitted before a newcomer. */
  get isAnyParked(): boolean {
    return this.#parked.size > 0;
  }

  park(resendId: number): void {
    this.#parked.add(resendId);
  }

  isReadmitted(resendId: number): boolean {
    return this.#readmitted.has(resendId);
  }

  /** The next one, unless that many may be in memory and are, the readmitted ones included. */
  readmit(inMemory: number, maxInMemory: number): Readmission | null {
    if (Math.max(inMemory, this.#readmitted.size) >= maxInMemory) return null;
    const [resendId] = this.#parked;
    if (resendId === undefined) return null;
    this.#parked.delete(resendId);
    const readmission = { resendId };
    this.#readmitted.set(resendId, readmission);
    return readmission;
  }

  /** It has nothing more for the endpoint now. */
  drained(resendId: number): void {
    this.#readmitted.delete(resendId);
  }

  /** The readmission is used up; a later one of the same resend stands. */
  end(readmission: Readmission): void {
    const { resendId } = readmission;
    if (this.#readmitted.get(resendId) === readmission) this.#readmitted.delete(resendId);
  }
}
