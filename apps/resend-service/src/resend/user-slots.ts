import { DomainError } from '@webhooks/domain';

/** How much of something may go on at once. */
export interface SlotLimits {
  readonly total: number;
  readonly perUser: number;
}

const RETRY_AFTER_MS = 1_000;

/** Bounds what users have going on at once. */
export class UserSlots {
  readonly #limits: SlotLimits;
  readonly #what: string;
  readonly #taken = new Map<number, number>();
  #total = 0;

  /** what: as a caller is told, in the plural. */
  constructor(what: string, limits: SlotLimits) {
    this.#what = what;
    this.#limits = limits;
  }

  /** Takes a slot until it is disposed. Throws too_many_requests when there is none. */
  take(userId: number): Disposable {
    const own = this.#taken.get(userId) ?? 0;
    if (own >= this.#limits.perUser) throw tooMany(`too many ${this.#what} of the user`);
    if (this.#total >= this.#limits.total) throw tooMany(`too many ${this.#what}`);
    this.#taken.set(userId, own + 1);
    this.#total += 1;
    let isTaken = true;
    return {
      [Symbol.dispose]: () => {
        if (isTaken) this.#release(userId);
        isTaken = false;
      },
    };
  }

  #release(userId: number): void {
    const left = (this.#taken.get(userId) ?? 0) - 1;
    if (left > 0) this.#taken.set(userId, left);
    else this.#taken.delete(userId);
    this.#total -= 1;
  }
}

function tooMany(message: string): DomainError {
  return new DomainError('too_many_requests', message, { retryAfterMs: RETRY_AFTER_MS });
}
