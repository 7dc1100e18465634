import type { Clock, DispatchStore, Fence, UnattemptedDisposition } from '@webhooks/domain';

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
  readonly signal: AbortSignal;
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
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
      const { signal, persist, yieldToLoop } = this.#options;
      let isDone = false;
      while (!isDone && !signal.aborted) {
        isDone = await persist('terminate a resend', () => this.#step(resendId, disposition));
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

/** Counts the set of a resend, in steps that let other work go first, and keeps the total. */
export async function countSet(
  options: Pick<ResendTerminatorOptions, 'fence' | 'clock' | 'yieldToLoop'> & {
    readonly store: Pick<DispatchStore, 'countStep' | 'setTotal'>;
  },
  resendId: number,
): Promise<number> {
  const { store, fence, clock, yieldToLoop } = options;
  let total = 0;
  let cursor: string | null = null;
  do {
    const step = await store.countStep(resendId, cursor);
    total += step.count;
    cursor = step.cursor;
    await yieldToLoop();
  } while (cursor !== null);
  await store.setTotal(fence, resendId, total, clock.now());
  return total;
}
