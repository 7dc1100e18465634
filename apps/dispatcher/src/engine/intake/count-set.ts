import type { Clock, Fence, PlanStore } from '@webhooks/domain';

export interface CountSetOptions {
  readonly store: Pick<PlanStore, 'countStep' | 'setTotal'>;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly yieldToLoop: () => Promise<void>;
}

/** Counts the set of a resend, in steps that let other work go first, and keeps the total. */
export async function countSet(
  { store, fence, clock, yieldToLoop }: CountSetOptions,
  resendId: number,
): Promise<number> {
  let total = 0;
  const byEndpoint = new Map<string, number>();
  let cursor: string | null = null;
  do {
    const step = await store.countStep(resendId, cursor);
    total += step.count;
    for (const [endpointId, count] of step.byEndpoint) {
      byEndpoint.set(endpointId, count + (byEndpoint.get(endpointId) ?? 0));
    }
    cursor = step.cursor;
    await yieldToLoop();
  } while (cursor !== null);
  await store.setTotal(fence, resendId, total, clock.now(), byEndpoint);
  return total;
}
