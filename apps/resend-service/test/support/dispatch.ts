import type { AttemptOutcome, Fence, PlannedDelivery, AttemptRecord } from '@webhooks/domain';
import {
  createSqliteDispatchStore,
  createSqliteLeaseStore,
  openDatabase,
} from '@webhooks/store-sqlite';

import { readSettings } from '../../src/settings.ts';

const delivered: AttemptOutcome = {
  startedAtMs: 1_000,
  durationMs: 12,
  httpStatus: 204,
  errorClass: null,
  errorMessage: null,
  responseSnippet: null,
  retryAfterMs: null,
};
const failed: AttemptOutcome = {
  ...delivered,
  httpStatus: 500,
  errorClass: 'http_status',
  errorMessage: 'answered with 500',
  responseSnippet: Buffer.from([0x6e, 0x6f, 0x00, 0xff]),
};

/** The dispatcher's part on the service's database, step by step. */
export interface TestDispatcher extends AsyncDisposable {
  /** Starts a resend, and plans all of it. */
  start(id: number): Promise<readonly PlannedDelivery[]>;
  deliver(deliveries: readonly PlannedDelivery[]): Promise<void>;
  fail(deliveries: readonly PlannedDelivery[]): Promise<void>;
  /** Leaves them waiting for a retry in a minute. */
  postpone(deliveries: readonly PlannedDelivery[]): Promise<void>;
}

/** Becomes the active dispatcher of a service under test. */
export async function openDispatcher(
  env: Readonly<Record<string, string>>,
): Promise<TestDispatcher> {
  const { databasePath: path, secretsKey } = readSettings(env);
  const database = openDatabase({ path, secretsKey });
  const store = createSqliteDispatchStore(database);
  const leases = createSqliteLeaseStore(database);
  const fence = await leases.acquire('test', 60_000, Date.now());
  if (fence === null) throw new Error('the lease is taken');
  const record = async (
    deliveries: readonly PlannedDelivery[],
    outcome: Pick<AttemptRecord, 'attempts' | 'disposition'>,
  ): Promise<void> => {
    const recordings = deliveries.map(
      ({ resendId, position, endpointId, eventType, attempts }) => ({
        ...{ resendId, position, endpointId, eventType, attemptsBefore: attempts },
        ...outcome,
      }),
    );
    await store.record(fence, recordings, Date.now());
  };
  return {
    start: (id) => startResend(store, fence, id),
    deliver: (all) => record(all, { attempts: [delivered], disposition: { state: 'DELIVERED' } }),
    fail: (all) =>
      record(all, { attempts: [failed], disposition: { state: 'FAILED', reason: null } }),
    postpone: (all) => {
      const disposition = { state: 'RETRYING', nextAttemptAtMs: Date.now() + 60_000 } as const;
      return record(all, { attempts: [failed], disposition });
    },
    [Symbol.asyncDispose]: async () => {
      await leases.release(fence);
      database[Symbol.dispose]();
    },
  };
}

/** The first delivery of a resend fails and waits for a retry, the others succeed. */
export async function dispatch(env: Readonly<Record<string, string>>, id: number): Promise<void> {
  await using dispatcher = await openDispatcher(env);
  const [first, ...others] = await dispatcher.start(id);
  if (first !== undefined) await dispatcher.postpone([first]);
  await dispatcher.deliver(others);
}

async function startResend(
  store: ReturnType<typeof createSqliteDispatchStore>,
  fence: Fence,
  id: number,
): Promise<readonly PlannedDelivery[]> {
  const nowMs = Date.now();
  await store.begin(fence, id, nowMs);
  const { count } = await store.countStep(id, null);
  await store.setTotal(fence, id, count, nowMs);
  const step = { resendId: id, planned: 0, limit: { rows: 1_000, bytes: 1e6 } };
  const { deliveries } = await store.planPage(fence, step, nowMs);
  return deliveries;
}
