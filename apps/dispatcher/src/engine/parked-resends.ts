/** A resend was called back into memory. */
export interface Call {
  readonly resendId: number;
}

/**
 * Resends that left memory because nothing of them could start soon at one endpoint: its breaker is
 * open, or others are ahead of them. They wait in the order of their coming.
 */
export class Sleepers {
  readonly #asleep = new Set<number>();
  /** The last call of those that were called and are not through yet. */
  readonly #called = new Map<number, Call>();

  get isEmpty(): boolean {
    return this.#asleep.size + this.#called.size === 0;
  }

  /** True while others are to be called before a newcomer. */
  get isAnyoneAsleep(): boolean {
    return this.#asleep.size > 0;
  }

  add(resendId: number): void {
    this.#asleep.add(resendId);
  }

  isCalled(resendId: number): boolean {
    return this.#called.has(resendId);
  }

  /** It has nothing more for the endpoint now. */
  answered(resendId: number): void {
    this.#called.delete(resendId);
  }

  /** All that may be done now after a call was done; a later call of the same resend stands. */
  end(call: Call): void {
    if (this.#called.get(call.resendId) === call) this.#called.delete(call.resendId);
  }

  /** The next one that is called, where so many others may be in memory beside it; null: none. */
  call(inMemory: number, most: number): Call | null {
    if (Math.max(inMemory, this.#called.size) >= most) return null;
    const [resendId] = this.#asleep;
    if (resendId === undefined) return null;
    this.#asleep.delete(resendId);
    const call = { resendId };
    this.#called.set(resendId, call);
    return call;
  }
}
