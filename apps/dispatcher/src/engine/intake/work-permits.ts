import type { ResendMode, ResendWork } from '@webhooks/domain';
import { FairShares, type Permit } from '@webhooks/runtime';

/** Resends of each mode that are in work at once. */
export type PermitLimits = Readonly<Record<ResendMode, number>>;

export interface WorkPermitsOptions {
  readonly permits: PermitLimits;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** A resend that waited has its permit: whoever works on it finds it. */
  readonly onGranted: (resendId: number) => void;
  /** Too many wait: this one is to be thought of again later. */
  readonly onOverflow: () => void;
}

/** Resends that wait for a permit, of each mode; some hundred bytes each. */
const MAX_WAITING = 20_000;

/**
 * Who may be worked on: permits are shared out between accounts, so that those of one account, however
 * slow its receivers are, leave something to the next.
 */
export class WorkPermits {
  readonly #options: WorkPermitsOptions;
  readonly #shares: Readonly<Record<ResendMode, FairShares<number>>>;
  readonly #waiting = new Set<number>();
  readonly #granted = new Map<number, Permit>();

  constructor(options: WorkPermitsOptions) {
    const sharesOf = (capacity: number) =>
      new FairShares<number>({ capacity, maxWaiting: MAX_WAITING });
    const { interactive, bulk } = options.permits;
    this.#options = options;
    this.#shares = { interactive: sharesOf(interactive), bulk: sharesOf(bulk) };
  }

  isWaiting(resendId: number): boolean {
    return this.#waiting.has(resendId);
  }

  /** Its permit; null while it waits for one, which `onGranted` ends. */
  enter(work: ResendWork): Permit | null {
    const { id, accountId, mode } = work;
    if (this.#waiting.has(id)) return null;
    const granted = this.#granted.get(id);
    this.#granted.delete(id);
    const permit = granted ?? this.#shares[mode].tryAcquire(accountId);
    if (permit === null) this.#wait(work);
    return permit;
  }

  /** A permit that was granted and not entered is free again. */
  forgo(resendId: number): void {
    this.#granted.get(resendId)?.[Symbol.dispose]();
    this.#granted.delete(resendId);
  }

  #wait({ id, accountId, mode }: ResendWork): void {
    const { signal, onGranted, onOverflow } = this.#options;
    this.#waiting.add(id);
    this.#shares[mode].acquire(accountId, { signal }).then(
      (permit) => {
        this.#waiting.delete(id);
        if (permit === null) {
          onOverflow();
          return;
        }
        this.#granted.set(id, permit);
        onGranted(id);
      },
      // The engine ends.
      () => undefined,
    );
  }
}
