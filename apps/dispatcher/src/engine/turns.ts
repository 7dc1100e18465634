import type { Lane } from './lane.ts';

/**
 * Fair turns: accounts in a ring, and the lanes of an account in a ring, so that the endpoints of
 * one account together get no more turns than another account's single one.
 */
export class Turns {
  readonly #accounts = new Map<number, Set<Lane>>();

  /** The lane may have something to start. */
  add(lane: Lane): void {
    const lanes = this.#accounts.get(lane.accountId);
    if (lanes === undefined) this.#accounts.set(lane.accountId, new Set([lane]));
    else lanes.add(lane);
  }

  /** The lane has nothing to start any more. */
  remove(lane: Lane): void {
    const lanes = this.#accounts.get(lane.accountId);
    if (lanes?.delete(lane) === true && lanes.size === 0) this.#accounts.delete(lane.accountId);
  }

  /** The lane whose turn it is, which is behind all others from now on; null when there is none. */
  next(): Lane | null {
    for (const [accountId, lanes] of this.#accounts) {
      for (const lane of lanes) {
        if (lanes.size > 1) {
          lanes.delete(lane);
          lanes.add(lane);
        }
        if (this.#accounts.size > 1) {
          this.#accounts.delete(accountId);
          this.#accounts.set(accountId, lanes);
        }
        return lane;
      }
    }
    return null;
  }
}
