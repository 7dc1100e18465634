import path from 'node:path';

import type { CatalogRecord } from '@webhooks/domain';
import { createSqliteCatalogStore, openDatabase } from '@webhooks/store-sqlite';

import { BENCH_USER_ID, prepareSecrets } from '../system/system.ts';
import { endpointRecord, ORIGIN } from '../system/write-events.ts';

/** How much a database holds. */
export interface FillSizes {
  readonly resends: number;
  readonly deliveries: number;
  /** No fewer than a big resend has deliveries. */
  readonly events: number;
}

/** Half of the deliveries belong to few resends: one for this many of all resends. */
export const RESENDS_PER_BIG_ONE = 100_000;
export const ACCOUNTS = 10;
export const OBJECTS = 10;
export const FIRST_CREATED_MS = Date.UTC(2026, 0, 1);
const FIRST_OCCURRED_US = FIRST_CREATED_MS * 1_000;
const DELIVERIES_PER_STEP = 1_000_000;

/** Resends from the first on that have far more deliveries than the others. */
export function bigResends({ resends }: FillSizes): number {
  return Math.max(1, Math.floor(resends / RESENDS_PER_BIG_ONE));
}

/** Deliveries of each of those. */
export function deliveriesOfBig(sizes: FillSizes): number {
  return Math.floor(sizes.deliveries / 2 / bigResends(sizes));
}

/**
 * Makes a database with settled and unsettled resends of one user and their deliveries, by SQL
 * alone. Half of the deliveries are spread evenly over all resends.
 */
export async function fillDatabase(dataDir: string, sizes: FillSizes): Promise<void> {
  const { secretsKey } = prepareSecrets(dataDir);
  using database = openDatabase({ path: path.join(dataDir, 'webhooks.db'), secretsKey });
  const { connection } = database;
  // What is written here fits together by itself, and a crash costs nothing.
  connection.pragma('foreign_keys = OFF');
  connection.pragma('synchronous = OFF');
  await createSqliteCatalogStore(database).write(accountRecords(), FIRST_CREATED_MS, ORIGIN);
  connection.prepare(eventsSql).run(sizes.events);
  connection.exec(objectsSql);
  connection.exec(keysSql);
  connection.prepare(resendsSql).run(sizes.resends);
  connection.exec(frozenEndpointsSql);
  const spread = connection.prepare<[number, number, number, number]>(deliveriesSql);
  for (let resend = 1; resend <= bigResends(sizes); resend += 1) {
    spread.run(resend, resend, 1, deliveriesOfBig(sizes));
  }
  const each = Math.floor(sizes.deliveries / 2 / sizes.resends);
  const step = Math.max(1, Math.floor(DELIVERIES_PER_STEP / each));
  for (let first = bigResends(sizes) + 1; first <= sizes.resends; first += step) {
    spread.run(first, Math.min(sizes.resends, first + step - 1), 1, each);
  }
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.exec('ANALYZE');
}

/** Each with one endpoint. */
function accountRecords(): CatalogRecord[] {
  return Array.from({ length: ACCOUNTS }, (_, index) => index + 1).flatMap((id) => [
    {
      kind: 'account',
      account: {
        ...{ id, branchIdentifier: '0001', number: `account ${id - 1}` },
        userIds: [BENCH_USER_ID],
      },
    },
    endpointRecord(`endpoint ${id}`, id, 'https://merchant.example/'),
  ]);
}

const eventsSql = `
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
  INSERT INTO events (seq, id, account_id, resend_type, object_reference_id, type, occurred_at_us,
    outcome, payload)
  SELECT i, 'evt_' || i, 1 + i % ${ACCOUNTS}, 'CASHIN', i, 'PIX_CASHIN_RECEIVED',
    ${FIRST_OCCURRED_US} + i, 'FAILED', x'7b7d' FROM n`;

const objectsSql = `
  INSERT INTO objects (resend_type, object_reference_id, account_id)
  SELECT resend_type, object_reference_id, account_id FROM events`;

/** Twenty values in each account. */
const keysSql = `
  INSERT INTO event_keys (event_seq, account_id, name, value, resend_type, occurred_at_us)
  SELECT seq, account_id, 'tag', 'tag ' || (seq / 10 % 20), resend_type, occurred_at_us FROM events`;

/** Every twentieth is at work and every twentieth has failed; three at a time are of one moment. */
const resendsSql = `
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
  INSERT INTO resends (id, user_id, account_id, resend_type, object_reference_id,
    branch_identifier, number, start_us, end_us, as_of_seq, as_of_recording, as_of_change,
    created_at_ms, updated_at_ms, status, total, finished_at_ms)
  SELECT i, ${BENCH_USER_ID}, 1 + i % ${ACCOUNTS}, 'CASHIN',
    iif(i % 2 = 1, 1 + i / 2 % ${OBJECTS}, NULL), iif(i % 2 = 0, '0001', NULL),
    iif(i % 2 = 0, 'account', NULL), iif(i % 2 = 0, 0, NULL), iif(i % 2 = 0, 1, NULL),
    0, 0, 0, ${FIRST_CREATED_MS} + i / 3 * 10, ${FIRST_CREATED_MS} + i / 3 * 10,
    CASE i % 20 WHEN 0 THEN 'PROCESSING' WHEN 1 THEN 'FAILED' ELSE 'COMPLETED' END, 1,
    iif(i % 20 = 0, NULL, ${FIRST_CREATED_MS} + i / 3 * 10) FROM n`;

const frozenEndpointsSql = `
  INSERT INTO resend_endpoints (resend_id, endpoint_id, type_webhook)
  SELECT id, 'endpoint ' || account_id, 'CASHIN' FROM resends`;

/** Every tenth has failed, every hundredth waits. The driver binds numbers as REAL. */
const deliveriesSql = `
  WITH RECURSIVE r(id) AS (SELECT CAST(? AS INTEGER) UNION ALL SELECT id + 1 FROM r WHERE id < ?),
    p(position) AS MATERIALIZED
      (SELECT CAST(? AS INTEGER) UNION ALL SELECT position + 1 FROM p WHERE position < ?)
  INSERT INTO deliveries (resend_id, position, event_seq, endpoint_id, state, attempts,
    last_http_status, settled_at_ms, settled_by)
  SELECT r.id, p.position, p.position, 'endpoint ' || (1 + r.id % ${ACCOUNTS}),
    CASE WHEN p.position % 100 = 0 THEN 'PENDING' WHEN p.position % 10 = 0 THEN 'FAILED'
      ELSE 'DELIVERED' END, 1, 200, ${FIRST_CREATED_MS}, 1
  FROM r CROSS JOIN p`;
