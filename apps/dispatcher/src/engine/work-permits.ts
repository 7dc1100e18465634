import type { ResendMode, ResendWork } from '@webhooks/domain';
import { FairShares, type Place } from '@webhooks/runtime';

/** Resends of each mode that are in work at once. */
export type PlaceLimits = Readonly<Record<ResendMode, number>>;

export interface WorkPlacesOptions {
  readonly places: PlaceLimits;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** A resend that waited has its place: whoever works on it finds it. */
  readonly onGranted: (resendId: number) => void;
  /** Too many wait: this one is to be thought of again later. */
  readonly onForgotten: () => void;
}

/** Resends that wait for a place, of each mode; some hundred bytes each. */
const MAX_WAITING = 20_000;

/**
 * Who may be worked on: places are shared out between accounts, so that those of one account, however
 * slow its receivers are, leave something to the next.
 */
export class WorkPlaces {
  readonly #options: WorkPlacesOptions;
  readonly #shares: Readonly<Record<ResendMode, FairShares<number>>>;
  readonly #waiting = new Set<number>();
  readonly #granted = new Map<number, Place>();

  constructor(options: WorkPlacesOptions) {
    const sharesOf = (capacity: number) =>
      new FairShares<number>({ capacity, maxWaiting: MAX_WAITING });
    const { interactive, bulk } = options.places;
    this.#options = options;
    this.#shares = { interactive: sharesOf(interactive), bulk: sharesOf(bulk) };
  }

  isWaiting(resendId: number): boolean {
    return this.#waiting.has(resendId);
  }

  /** Its place; null while it waits for one, which `onGranted` ends. */
  enter(work: ResendWork): Place | null {
    const { id, accountId, mode } = work;
    if (this.#waiting.has(id)) return null;
    const granted = this.#granted.get(id);
    this.#granted.delete(id);
    const place = granted ?? this.#shares[mode].tryAcquire(accountId);
    if (place === null) this.#wait(work);
    return place;
  }

  /** A place that was granted and not entered is free again. */
  forgo(resendId: number): void {
    this.#granted.get(resendId)?.[Symbol.dispose]();
    this.#granted.delete(resendId);
  }

  #wait({ id, accountId, mode }: ResendWork): void {
    const { signal, onGranted, onForgotten } = this.#options;
    this.#waiting.add(id);
    this.#shares[mode].acquire(accountId, { signal }).then(
      (place) => {
        this.#waiting.delete(id);
        if (place === null) {
          onForgotten();
          return;
        }
        this.#granted.set(id, place);
        onGranted(id);
      },
      // The engine ends.
      () => undefined,
    );
  }
}
