import { DomainError } from '@webhooks/domain';
import type { ReachedLimit } from '@webhooks/domain';
import { ShareLedger } from '@webhooks/runtime';

/** How much of something may run at once. */
export interface PerUserLimits {
  readonly total: number;
  readonly perUser: number;
}

const RETRY_AFTER_MS = 1_000;

/** Shares out what users have going on at once, so that whoever comes next finds something free. */
export class PerUserLimit {
  readonly #ledger: ShareLedger<number>;
  readonly #limits: PerUserLimits;
  readonly #what: 'previews' | 'watchers';

  /** what: the word for callers, in the plural. */
  constructor(what: 'previews' | 'watchers', limits: PerUserLimits) {
    this.#ledger = new ShareLedger({ capacity: limits.total });
    this.#limits = limits;
    this.#what = what;
  }

  /** Takes a slot until it is disposed. Throws too_many_requests when there is none. */
  take(userId: number): Disposable {
    const own = this.#ledger.held(userId);
    if (own >= this.#limits.perUser || !this.#ledger.take(userId)) throw this.#tooMany(own > 0);
    let isTaken = true;
    return {
      [Symbol.dispose]: () => {
        if (isTaken) this.#ledger.give(userId);
        isTaken = false;
      },
    };
  }

  #tooMany(isOfUser: boolean): DomainError {
    const { total, perUser } = this.#limits;
    const limit: ReachedLimit = isOfUser
      ? { name: `${this.#what}_at_once_of_user`, value: perUser }
      : { name: `${this.#what}_at_once`, value: total };
    return new DomainError(
      'too_many_requests',
      `too many ${this.#what}${isOfUser ? ' of the user' : ''}`,
      { retryAfterMs: RETRY_AFTER_MS, limit },
    );
  }
}
