import {
  DomainError,
  FencedOffError,
  type Clock,
  type DispatchStore,
  type Fence,
  type PlannedDelivery,
  type TakenResend,
} from '@webhooks/domain';
import { createGroupCommit } from '@webhooks/store';

import type { MemoryBudget } from './memory-budget.ts';

/** Resends taken in one transaction: a few milliseconds, for which nobody else can write. */
const MAX_GROUP = 32;
/** More than can be asked for at once. */
const MAX_WAITING = 10_000;
/** Deliveries planned in one transaction, and their payload bytes. */
const LIMIT = { rows: 256, bytes: 1024 * 1024 };

export interface TakerOptions {
  readonly store: Pick<DispatchStore, 'take'>;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly budget: MemoryBudget;
}

/** A resend with the deliveries that were planned when it was taken. */
export interface TakenWork extends TakenResend {
  readonly deliveries: readonly PlannedDelivery[];
}

type Take = { readonly taken: TakenWork | null } | { readonly error: unknown };

/** Takes resends into work; those that come close together share a commit. */
export class Taker {
  readonly #options: TakerOptions;
  readonly #groups = createGroupCommit<number, Take>({
    commit: (ids) => this.#takeAll(ids),
    maxItems: MAX_GROUP,
    maxQueued: MAX_WAITING,
  });

  constructor(options: TakerOptions) {
    this.#options = options;
  }

  /** Null when nothing of the resend may be done. */
  async take(resendId: number): Promise<TakenWork | null> {
    const take = await this.#groups.submit(resendId);
    if ('error' in take) throw take.error;
    return take.taken;
  }

  async #takeAll(ids: readonly number[]): Promise<readonly Take[]> {
    try {
      const taken = await this.#takeGroup(ids);
      return ids.map((id) => ({ taken: taken.get(id) ?? null }));
    } catch (error) {
      if (ids.length === 1 || concernsAll(error)) return ids.map(() => ({ error }));
      // One that cannot be taken must not keep the others from it.
      const takes: Take[] = [];
      for (const id of ids) takes.push(...(await this.#takeAll([id])));
      return takes;
    }
  }

  async #takeGroup(ids: readonly number[]): Promise<ReadonlyMap<number, TakenWork>> {
    const { store, fence, clock, budget } = this.#options;
    const limit = { ...LIMIT, bytes: Math.min(LIMIT.bytes, budget.left) };
    const { resends, deliveries } = await store.take(fence, ids, limit, clock.now());
    const byResend = Map.groupBy(deliveries, ({ resendId }) => resendId);
    return new Map(
      resends.map((taken) => [
        taken.work.id,
        { ...taken, deliveries: byResend.get(taken.work.id) ?? [] },
      ]),
    );
  }
}

/** The database cannot be written now, or not by this dispatcher any more. */
function concernsAll(error: unknown): boolean {
  return error instanceof DomainError || error instanceof FencedOffError;
}
