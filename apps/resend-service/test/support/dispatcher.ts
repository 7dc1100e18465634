import type { AttemptOutcome, ControlRequest, Disposition, PlanStep } from '@webhooks/domain';
import {
  createSqliteDispatchStore,
  createSqliteLeaseStore,
  openDatabase,
} from '@webhooks/store-sqlite';
import { waitFor } from '@webhooks/testing';

import { readSettings } from '../../src/settings.ts';

const answered: AttemptOutcome = {
  startedAtMs: 1_000,
  durationMs: 12,
  httpStatus: 200,
  errorClass: null,
  errorMessage: null,
  responseSnippet: null,
  retryAfterMs: null,
};

/** The dispatcher's part, done by hand on the service's database. */
export type TestDispatcher = Awaited<ReturnType<typeof leadDispatch>>;

/** Becomes the active dispatcher of a service. */
export async function leadDispatch(env: Readonly<Record<string, string>>) {
  const { databasePath: path, secretsKey } = readSettings(env);
  const database = openDatabase({ path, secretsKey });
  const store = createSqliteDispatchStore(database);
  const fence = await createSqliteLeaseStore(database).acquire('test', 3_600_000, Date.now());
  if (fence === null) throw new Error('the lease is taken');

  /** The control request for a resend, as soon as there is one. */
  const controlRequest = (id: number): Promise<ControlRequest> =>
    waitFor(
      async () => (await store.controls(1_000)).find((request) => request.id === id) ?? null,
      {
        what: `a controlRequest for resend ${id}`,
      },
    );
  return {
    controlRequest,
    acknowledge: async (id: number, inFlight: number): Promise<void> => {
      await store.acknowledgeControl(fence, await controlRequest(id), inFlight, Date.now());
    },
    /** Sends nothing, but records these outcomes, which go round. */
    settle: async (id: number, states: readonly ('DELIVERED' | 'FAILED')[]): Promise<void> => {
      const nowMs = Date.now();
      await store.begin(fence, id, nowMs);
      const { count } = await store.countStep(id, null);
      await store.setTotal(fence, id, count, nowMs);
      if (count === 0) return;
      const { deliveries } = await store.planPage(fence, firstPage(id), nowMs);
      const recordings = deliveries.map(({ resendId, position, endpointId, eventType }, index) => {
        const state = states[index % states.length] ?? 'DELIVERED';
        const disposition: Disposition =
          state === 'DELIVERED' ? { state } : { state, reason: null };
        const key = { resendId, position, endpointId, eventType };
        return { ...key, attemptsBefore: 0, attempts: [answered], disposition };
      });
      await store.record(fence, recordings, nowMs);
    },
    /** Settles a cancelled resend that was not started. */
    cancelAll: async (id: number): Promise<void> => {
      const nowMs = Date.now();
      await store.begin(fence, id, nowMs);
      const { count } = await store.countStep(id, null);
      await store.setTotal(fence, id, count, nowMs);
      await store.planPage(fence, firstPage(id), nowMs);
      const cancelled = { state: 'CANCELLED', reason: 'cancelled' } as const;
      await store.settleUnsent(fence, id, cancelled, 100, nowMs);
    },
    /** Removes attempts and deliveries of everything that is settled. */
    prune: async (): Promise<void> => {
      const beforeMs = Date.now() + 1;
      while (await store.pruneAttempts(fence, beforeMs, 100));
      while (await store.pruneDeliveries(fence, beforeMs, 100));
    },
    [Symbol.dispose]: () => database[Symbol.dispose](),
  };
}

function firstPage(resendId: number): PlanStep {
  return { resendId, planned: 0, limit: { rows: 100, bytes: 1e6 } };
}
