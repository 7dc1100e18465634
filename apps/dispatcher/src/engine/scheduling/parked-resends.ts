/** A resend was let back into memory. */
export interface Readmission {
  readonly resendId: number;
}

/**
 * Resends that left memory because nothing of them could start soon at one endpoint: its breaker is
 * open, or others are ahead of them. They wait in the order of their coming.
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

  add(resendId: number): void {
    this.#parked.add(resendId);
  }

  isReadmitted(resendId: number): boolean {
    return this.#readmitted.has(resendId);
  }

  /** It has nothing more for the endpoint now. */
  answered(resendId: number): void {
    this.#readmitted.delete(resendId);
  }

  /** The readmission is used up; a later one of the same resend stands. */
  end(readmission: Readmission): void {
    if (this.#readmitted.get(readmission.resendId) === readmission)
      this.#readmitted.delete(readmission.resendId);
  }

  /** The next one that is readmitted, where so many others may be in memory beside it; null: none. */
  readmit(inMemory: number, most: number): Readmission | null {
    if (Math.max(inMemory, this.#readmitted.size) >= most) return null;
    const [resendId] = this.#parked;
    if (resendId === undefined) return null;
    this.#parked.delete(resendId);
    const readmission = { resendId };
    this.#readmitted.set(resendId, readmission);
    return readmission;
  }
}
