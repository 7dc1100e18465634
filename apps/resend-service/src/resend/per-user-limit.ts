import { DomainError } from '@webhooks/domain';
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
  readonly #perUser: number;
  readonly #what: string;

  /** what: the word for callers, in the plural. */
  constructor(what: string, { total, perUser }: PerUserLimits) {
    this.#ledger = new ShareLedger({ capacity: total });
    this.#perUser = perUser;
    this.#what = what;
  }

  /** Takes a slot until it is disposed. Throws too_many_requests when there is none. */
  take(userId: number): Disposable {
    const own = this.#ledger.held(userId);
    if (own >= this.#perUser || !this.#ledger.take(userId)) {
      throw tooMany(`too many ${this.#what}${own > 0 ? ' of the user' : ''}`);
    }
    let isTaken = true;
    return {
      [Symbol.dispose]: () => {
        if (isTaken) this.#ledger.give(userId);
        isTaken = false;
      },
    };
  }
}

function tooMany(message: string): DomainError {
  return new DomainError('too_many_requests', message, { retryAfterMs: RETRY_AFTER_MS });
}
