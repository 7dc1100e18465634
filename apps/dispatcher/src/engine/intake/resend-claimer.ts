import {
  DomainError,
  FencedOffError,
  type Clock,
  type DispatchStore,
  type Fence,
  type PlannedDelivery,
  type ClaimedResend,
} from '@webhooks/domain';
import { createGroupCommit } from '@webhooks/store';

import type { MemoryBudget } from '../memory/memory-budget.ts';

/** Resends claimed in one transaction: a few milliseconds, for which nobody else can write. */
const MAX_GROUP = 32;
/** More than can be asked for at once. */
const MAX_WAITING = 10_000;
/** Deliveries planned in one transaction, and their payload bytes. */
const LIMIT = { rows: 256, bytes: 1024 * 1024 };

export interface ResendClaimerOptions {
  readonly store: Pick<DispatchStore, 'claim'>;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly budget: MemoryBudget;
}

/** A resend with the deliveries that were planned when it was claimed. */
export interface ClaimedWork extends ClaimedResend {
  readonly deliveries: readonly PlannedDelivery[];
}

type Claim = { readonly claimed: ClaimedWork | null } | { readonly error: unknown };

/** Claims resends for this engine; those that come close together share a commit. */
export class ResendClaimer {
  readonly #options: ResendClaimerOptions;
  readonly #groups = createGroupCommit<number, Claim>({
    commit: (ids) => this.#claimAll(ids),
    maxItems: MAX_GROUP,
    maxQueued: MAX_WAITING,
  });

  constructor(options: ResendClaimerOptions) {
    this.#options = options;
  }

  /** Null when nothing of the resend may be done. */
  async claim(resendId: number): Promise<ClaimedWork | null> {
    const claim = await this.#groups.submit(resendId);
    if ('error' in claim) throw claim.error;
    return claim.claimed;
  }

  async #claimAll(ids: readonly number[]): Promise<readonly Claim[]> {
    try {
      const claimed = await this.#claimGroup(ids);
      return ids.map((id) => ({ claimed: claimed.get(id) ?? null }));
    } catch (error) {
      if (ids.length === 1 || concernsAll(error)) return ids.map(() => ({ error }));
      // One that cannot be claimed must not keep the others from it.
      const claims: Claim[] = [];
      for (const id of ids) claims.push(...(await this.#claimAll([id])));
      return claims;
    }
  }

  async #claimGroup(ids: readonly number[]): Promise<ReadonlyMap<number, ClaimedWork>> {
    const { store, fence, clock, budget } = this.#options;
    const limit = { ...LIMIT, bytes: Math.min(LIMIT.bytes, budget.left) };
    const { resends, deliveries } = await store.claim(fence, ids, limit, clock.now());
    const byResend = Map.groupBy(deliveries, ({ resendId }) => resendId);
    return new Map(
      resends.map((claimed) => [
        claimed.work.id,
        { ...claimed, deliveries: byResend.get(claimed.work.id) ?? [] },
      ]),
    );
  }
}

/** The database cannot be written now, or not by this dispatcher any more. */
function concernsAll(error: unknown): boolean {
  return error instanceof DomainError || error instanceof FencedOffError;
}
