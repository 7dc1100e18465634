import { wideBoundsMs } from '@webhooks/domain';
import { delivered, start } from '@webhooks/store-conformance/dispatching';
import {
  accept,
  eventRecords,
  lead,
  nowMs,
  seed,
  userId,
} from '@webhooks/store-conformance/fixtures';
import { attemptBucketS, bucketStartS } from '@webhooks/store-kit';
import { createTempDir, type TempDir } from '@webhooks/testing';
import type BetterSqlite3 from 'better-sqlite3';
import { expect } from 'chai';

import { makeOldDatabase } from './old-database.ts';
import { openStores, type SqliteStores } from './test-stores.ts';

/** Version that counted durations in wide classes. */
const VERSION_WITH_WIDE = 7;

/** The columns of failures that it knew. */
const failureColumns = [
  ...['failed_dns', 'failed_connect_refused', 'failed_connect_timeout', 'failed_tls'],
  ...['failed_timeout', 'failed_reset', 'failed_protocol', 'failed_blocked_address'],
  'failed_http_status',
];

const startS = bucketStartS(nowMs, attemptBucketS);

describe('durations that were counted in wide classes', () => {
  let directory: TempDir;
  let stores: SqliteStores;
  beforeEach(() => {
    directory = createTempDir();
    const file = directory.file('webhooks.sqlite');
    const old = makeOldDatabase(file, VERSION_WITH_WIDE);
    old.exec(`
      INSERT INTO accounts VALUES (17, '0001', '123456');
      INSERT INTO account_users VALUES (17, ${userId});
      INSERT INTO endpoints VALUES
        ('ep_in', 17, 'https://example.com/', 'CASHIN', x'00', NULL, NULL, NULL, 1)`);
    countAsBefore(old, { took_50: 90, took_5000: 10, failed_timeout: 4 });
    old.close();
    stores = openStores(file);
  });
  afterEach(async () => {
    await stores[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  const lastDay = async () => (await stores.endpoints.get('ep_in', userId, nowMs))?.lastDay;

  it('are shown as they were', async () => {
    expect(await lastDay()).to.deep.include({
      attempts: 100,
      succeeded: 96,
      failuresByClass: { timeout: 4 },
    });
    await expectQuantiles(20 + 30 * (50 / 90), 2_500 + 2_500 * (5 / 10));
  });

  it('add up with what a dispatcher of either version counts in the same minutes', async () => {
    await seed(stores, eventRecords(1));
    const fence = await lead(stores);
    const { id } = await accept(stores);
    const deliveries = await start(stores, fence, id);
    await stores.dispatch.record(fence, deliveries.map(delivered), nowMs);
    // One of the version before continues beside the new schema until it is replaced.
    countAsBefore(stores.database.connection, { took_50: 899 });
    expect(await lastDay()).to.include({ attempts: 1_000, succeeded: 996 });
    await expectQuantiles(20 + 30 * (499 / 989), 20 + 30 * (949 / 989));
    const found = await stores.endpoints.statistics('ep_in', userId, 1, nowMs);
    expect(found?.buckets.map(({ attempts }) => attempts)).to.deep.equal([1_000]);
  });

  async function expectQuantiles(p50Ms: number, p95Ms: number): Promise<void> {
    const shown = await lastDay();
    expect(shown?.p50Ms).to.be.within(0.9 * p50Ms, 1.1 * p50Ms);
    expect(shown?.p95Ms).to.be.within(0.9 * p95Ms, 1.1 * p95Ms);
  }
});

/** The statement that the version with wide classes counted by. */
function countAsBefore(
  connection: BetterSqlite3.Database,
  counts: Readonly<Record<string, number>>,
): void {
  const names = [...failureColumns, ...wideBoundsMs.map((boundMs) => `took_${boundMs}`)];
  connection
    .prepare(
      `INSERT INTO endpoint_statistics (endpoint_id, start_s, ${names.join(', ')})
       VALUES (?, ?, ${names.map(() => '?').join(', ')})
       ON CONFLICT (endpoint_id, start_s) DO UPDATE
       SET ${names.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`,
    )
    .run('ep_in', startS, ...names.map((name) => counts[name] ?? 0));
}
