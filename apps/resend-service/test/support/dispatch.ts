import type { AttemptOutcome } from '@webhooks/domain';
import { createSqliteDispatchStore, createSqliteLeaseStore, openDatabase } from '@webhooks/store';

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

/**
 * Does the dispatcher's part for one resend on the service's database: the first delivery fails and
 * waits for a retry, the others succeed.
 */
export async function dispatch(env: Readonly<Record<string, string>>, id: number): Promise<void> {
  const { databasePath: path, secretsKey } = readSettings(env);
  using database = openDatabase({ path, secretsKey });
  const store = createSqliteDispatchStore(database);
  const leases = createSqliteLeaseStore(database);
  const nowMs = Date.now();
  const fence = await leases.acquire('test', 1_000, nowMs);
  if (fence === null) throw new Error('the lease is taken');
  await store.begin(fence, id, nowMs);
  const { count } = await store.countStep(id, null);
  await store.setTotal(fence, id, count, nowMs);
  const { deliveries } = await store.planPage(fence, id, { rows: 100, bytes: 1e6 }, nowMs);
  const recordings = deliveries.map(({ resendId, position }) => ({
    resendId,
    position,
    attempt: position === 1 ? failed : delivered,
    disposition:
      position === 1
        ? ({ state: 'RETRYING', nextAttemptAtMs: nowMs + 60_000 } as const)
        : ({ state: 'DELIVERED' } as const),
  }));
  await store.record(fence, recordings, nowMs);
  await leases.release(fence);
}
