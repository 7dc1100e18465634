import type { Clock, DispatchStore, Fence, UnattemptedDisposition } from '@webhooks/domain';

import { countSet } from '../intake/count-set.ts';
import type { Lifetime } from '../lifecycle/lifetime.ts';

/** Deliveries planned or settled in one transaction. */
const STEP_ROWS = 500;
/** Payload bytes read while planning; they are not needed here. */
const STEP_BYTES = 4 * 1024 * 1024;

export interface ResendTerminatorOptions {
  readonly store: Pick<
    DispatchStore,
    'loadResend' | 'begin' | 'countStep' | 'setTotal' | 'planPage' | 'settleUnsent'
  >;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly lifetime: Pick<Lifetime, 'persist' | 'signal'>;
  readonly yieldToLoop: () => Promise<void>;
}

/**
 * Settles a resend without sending the rest: cancelled by its owner, or expired. Every delivery of
 * the set gets its row and its reason, so that nothing vanishes and all of it can be retried.
 */
export class ResendTerminator {
  readonly #options: ResendTerminatorOptions;
  readonly #terminating = new Set<number>();

  constructor(options: ResendTerminatorOptions) {
    this.#options = options;
  }

  /** Works in small steps until the resend is settled; once at a time for each. */
  async terminate(resendId: number, disposition: UnattemptedDisposition): Promise<void> {
    if (this.#terminating.has(resendId)) return;
    this.#terminating.add(resendId);
    try {
      const { lifetime, yieldToLoop } = this.#options;
      let isDone = false;
      while (!isDone && !lifetime.signal.aborted) {
        isDone = await lifetime.persist('terminate a resend', () =>
          this.#step(resendId, disposition),
        );
        await yieldToLoop();
      }
    } finally {
      this.#terminating.delete(resendId);
    }
  }

  /** True when the resend is settled. */
  async #step(resendId: number, disposition: UnattemptedDisposition): Promise<boolean> {
    const { store, fence, clock } = this.#options;
    const work = await store.loadResend(resendId);
    if (work === null || work.status === 'COMPLETED' || work.status === 'FAILED') return true;
    if (work.status === 'PENDING') await store.begin(fence, resendId, clock.now());
    if (work.total === null) {
      await countSet(this.#options, resendId);
      return false;
    }
    await store.settleUnsent(fence, resendId, disposition, STEP_ROWS, clock.now());
    if (!work.isPlanned) {
      const { planned } = work;
      const limit = { rows: STEP_ROWS, bytes: STEP_BYTES };
      await store.planPage(fence, { resendId, planned, limit }, clock.now());
    }
    return false;
  }
}
