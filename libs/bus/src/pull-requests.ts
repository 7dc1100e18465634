/** A request for messages that the server has not ended as far as is known. */
interface PullRequest {
  readonly number: number;
  /** How many messages it asked for. */
  readonly batch: number;
  /** When it was asked, in milliseconds of a clock that is never set. */
  readonly askedMs: number;
  /** Messages that it can still bring. */
  left: number;
}

/** The server ends a request after so many milliseconds. */
export const REQUEST_EXPIRES_MS = 2_000;
/** Half of its time, when the next one is asked, so that messages find one while this one ends. */
const RENEWAL_MS = REQUEST_EXPIRES_MS / 2;
/** What it could still bring is given up so long after its end, of which nothing was heard. */
const LOST_AFTER_MS = REQUEST_EXPIRES_MS + 500;
const MAX_REQUESTS = 2;

/**
 * The requests in progress. A message does not say which request brought it, and nats-server 2.9
 * says nothing of the end of a request that a message meets there. So what is left of each is an
 * estimate, and one whose time is half over, or which has brought half, does not stand alone.
 */
export class PullRequests {
  readonly #requests = new Map<number, PullRequest>();
  #lastNumber = 0;

  get size(): number {
    return this.#requests.size;
  }

  /** Messages that can still come. */
  get left(): number {
    return [...this.#requests.values()].reduce((sum, { left }) => sum + left, 0);
  }

  /** Whether another request is to be asked if there is room for messages. */
  isDue(nowMs: number): boolean {
    if (this.#requests.size >= MAX_REQUESTS) return false;
    const newest = this.#requests.get(this.#lastNumber);
    if (newest === undefined) return true;
    return newest.left <= newest.batch / 2 || nowMs - newest.askedMs >= RENEWAL_MS;
  }

  /** Adds a request for so many messages and gives its number. */
  add(batch: number, nowMs: number): number {
    const number = (this.#lastNumber += 1);
    this.#requests.set(number, { number, batch, askedMs: nowMs, left: batch });
    return number;
  }

  /** Counts a message for the oldest request that the server has not ended by now. */
  count(nowMs: number): void {
    const requests = [...this.#requests.values()];
    const lasts = ({ askedMs }: PullRequest) => nowMs - askedMs < REQUEST_EXPIRES_MS;
    const request = requests.find(lasts) ?? requests[0];
    if (request === undefined) return;
    request.left -= 1;
    if (request.left === 0) this.#requests.delete(request.number);
  }

  /** Forgets those of whose end the server should have said something. */
  giveUp(nowMs: number): void {
    for (const { number, askedMs } of this.#requests.values()) {
      if (nowMs - askedMs >= LOST_AFTER_MS) this.#requests.delete(number);
    }
  }

  /** Forgets one; that it is not in progress any more does not matter. */
  end(number: number): void {
    this.#requests.delete(number);
  }
}
