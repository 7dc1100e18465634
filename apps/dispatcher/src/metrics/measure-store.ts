import type { DispatchStore, AttemptRecord } from '@webhooks/domain';
import type { Histograms } from '@webhooks/telemetry';

import type { OutcomeCounter } from './count-outcomes.ts';

export interface StoreMeters {
  readonly rows: Histograms;
  readonly seconds: Histograms;
  readonly attempts: (recordings: readonly AttemptRecord[]) => void;
  readonly deliveries: OutcomeCounter;
  readonly notifications: OutcomeCounter;
}

/** A store that measures its large transactions and counts what became of things in them. */
export function measureStore(
  store: DispatchStore,
  { rows, seconds, attempts, deliveries, notifications }: StoreMeters,
): DispatchStore {
  const done = (operation: 'record' | 'plan' | 'take', size: number, startedMs: number): void => {
    rows.of(operation).observe(size);
    seconds.of(operation).observe((performance.now() - startedMs) / 1000);
  };
  return {
    ...store,
    record: async (fence, recordings, nowMs) => {
      const startedMs = performance.now();
      const settled = await store.record(fence, recordings, nowMs);
      done('record', recordings.length, startedMs);
      attempts(recordings);
      deliveries.recorded(recordings);
      return settled;
    },
    claim: async (fence, ids, limit, nowMs) => {
      const startedMs = performance.now();
      const taken = await store.claim(fence, ids, limit, nowMs);
      done('take', ids.length, startedMs);
      return taken;
    },
    planPage: async (fence, step, nowMs) => {
      const startedMs = performance.now();
      const page = await store.planPage(fence, step, nowMs);
      done('plan', page.deliveries.length, startedMs);
      return page;
    },
    recordNotifications: async (fence, recordings, nowMs) => {
      await store.recordNotifications(fence, recordings, nowMs);
      notifications.recorded(recordings);
    },
    settleUnsent: async (fence, id, disposition, limit, nowMs) => {
      const settled = await store.settleUnsent(fence, id, disposition, limit, nowMs);
      deliveries.settled(disposition, settled);
      return settled;
    },
  };
}
