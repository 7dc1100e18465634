import path from 'node:path';

import type { CatalogRecord, Origin } from '@webhooks/domain';
import { createSqliteCatalogStore, openDatabase } from '@webhooks/store';

import { BENCH_USER_ID, prepareSecrets } from './system.ts';

/** An account with an endpoint and events, each of an object of its own. */
export interface AccountSpec {
  readonly id: number;
  readonly branch: string;
  readonly number: string;
  /** Where its cash-in events go. */
  readonly endpointUrl: string;
  readonly events: number;
  readonly payloadBytes: number;
}

const BATCH = 2_000;
const FIRST_EVENT_US = Date.UTC(2026, 0, 1) * 1_000;
/** Object ids of the accounts do not meet. */
const OBJECTS_PER_ACCOUNT = 100_000_000;
const SIGNING_SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

/** Nobody asks for what a benchmark writes. */
const ORIGIN: Origin = {
  userId: null,
  service: 'bench',
  tokenId: null,
  peerAddress: '',
  toldAddress: null,
  requestId: '',
};

/** Writes accounts into the database of a system that does not run yet. */
export async function writeAccounts(
  dataDir: string,
  accounts: readonly AccountSpec[],
): Promise<void> {
  const { secretsKey } = prepareSecrets(dataDir);
  using database = openDatabase({ path: path.join(dataDir, 'webhooks.db'), secretsKey });
  const store = createSqliteCatalogStore(database);
  for (const account of accounts) {
    let batch: CatalogRecord[] = [accountRecord(account), endpointRecord(account)];
    for (let number = 1; number <= account.events; number += 1) {
      batch.push(eventRecord(account, number));
      if (batch.length < BATCH && number < account.events) continue;
      await store.write(batch, Date.now(), ORIGIN);
      batch = [];
    }
  }
}

/** A body as webhooks have it, of an exact length. */
export function payloadOf(number: number, bytes: number): Buffer {
  const head = `{"type":"PIX_CASHIN_RECEIVED","data":{"id":${number},"text":"`;
  return Buffer.from(`${head}${'x'.repeat(Math.max(0, bytes - head.length - 3))}"}}`);
}

function accountRecord({ id, branch, number }: AccountSpec): CatalogRecord {
  const account = { id, branchIdentifier: branch, number, userIds: [BENCH_USER_ID] };
  return { kind: 'account', account };
}

function endpointRecord({ id, endpointUrl }: AccountSpec): CatalogRecord {
  return {
    kind: 'endpoint',
    endpoint: {
      id: `bench_${id}`,
      accountId: id,
      url: endpointUrl,
      typeWebhook: 'CASHIN',
      authorizationToken: 'Bearer of the benchmark',
      xFunctionsKey: null,
      signingSecrets: [{ secret: SIGNING_SECRET, expiresAtMs: null }],
      disabledReason: null,
      maxInFlight: null,
      maxRatePerSecond: null,
    },
  };
}

function eventRecord({ id, payloadBytes }: AccountSpec, number: number): CatalogRecord {
  return {
    kind: 'event',
    event: {
      id: `evt_${id}_${number}`,
      accountId: id,
      resendType: 'CASHIN',
      objectReferenceId: id * OBJECTS_PER_ACCOUNT + number,
      type: 'PIX_CASHIN_RECEIVED',
      occurredAtUs: FIRST_EVENT_US + number * 1_000,
      payload: payloadOf(number, payloadBytes),
      outcome: 'FAILED',
    },
  };
}
