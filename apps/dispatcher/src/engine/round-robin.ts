import type { Lane } from './endpoint-queue.ts';

/**
 * Fair turns: accounts in a ring, and the lanes of an account in a ring, so that the endpoints of
 * one account together get no more turns than another account's single one.
 */
export class Turns {
  readonly #accounts = new Map<number, Set<Lane>>();
  /** Those that could start something if there were a slot for them. */
  readonly #waiting = new Map<number, Set<Lane>>();

  /** The lane may have something to start. */
  add(lane: Lane): void {
    removeFrom(this.#waiting, lane);
    addTo(this.#accounts, lane);
  }

  /** The lane has nothing to start any more. */
  remove(lane: Lane): void {
    removeFrom(this.#accounts, lane);
    removeFrom(this.#waiting, lane);
  }

  /** The lane has no turn until a slot is free. */
  wait(lane: Lane): void {
    removeFrom(this.#accounts, lane);
    addTo(this.#waiting, lane);
  }

  /** None of the account's lanes has a turn until a slot is free. */
  waitAll(accountId: number): void {
    for (const lane of this.#accounts.get(accountId) ?? []) addTo(this.#waiting, lane);
    this.#accounts.delete(accountId);
  }

  /** A slot is free: whoever waited for one has turns again. */
  endWait(): void {
    for (const [accountId, waiting] of this.#waiting) {
      const lanes = this.#accounts.get(accountId);
      if (lanes === undefined) this.#accounts.set(accountId, waiting);
      else for (const lane of waiting) lanes.add(lane);
    }
    this.#waiting.clear();
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

function addTo(accounts: Map<number, Set<Lane>>, lane: Lane): void {
  const lanes = accounts.get(lane.accountId);
  if (lanes === undefined) accounts.set(lane.accountId, new Set([lane]));
  else lanes.add(lane);
}

function removeFrom(accounts: Map<number, Set<Lane>>, lane: Lane): void {
  const lanes = accounts.get(lane.accountId);
  if (lanes?.delete(lane) === true && lanes.size === 0) accounts.delete(lane.accountId);
}
