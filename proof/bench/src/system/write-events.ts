import path from 'node:path';

import type { CatalogRecord, Actor } from '@webhooks/domain';
import { createSqliteCatalogStore, openDatabase } from '@webhooks/store-sqlite';

import { BENCH_USER_ID, prepareSecrets } from './system.ts';

/** An account with endpoints that want all of its events. */
export interface AccountSpec {
  readonly id: number;
  readonly endpointUrls: readonly string[];
  readonly events: number;
  /** Each event has an object of its own where it is left out. */
  readonly eventsPerObject?: number;
  readonly payloadBytes: number;
  /** The types of an object's events, in turn; all are PIX_CASHIN_RECEIVED where it is left out. */
  readonly types?: readonly [string, ...string[]];
}

const BRANCH = '0001';
const BATCH = 2_000;
const FIRST_EVENT_US = Date.UTC(2026, 0, 1) * 1_000;
const EVENT_INTERVAL_US = 1_000;
/** Object ids of the accounts do not meet. */
const OBJECTS_PER_ACCOUNT = 100_000_000;
/** Objects whose events alternate: few enough for several of one to be near each other. */
export const OBJECTS_PER_BLOCK = 8;
const SIGNING_SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
/** Who fills databases. */
export const ORIGIN: Actor = {
  userId: null,
  service: 'bench',
  tokenId: null,
  peerAddress: '127.0.0.1',
  forwardedFor: null,
  requestId: 'bench',
};

/** How the API names an account. */
export function referenceOf({ id }: Pick<AccountSpec, 'id'>): { branch: string; number: string } {
  return { branch: BRANCH, number: `${id}` };
}

/** The id of an account's object; objects are numbered from 1. */
export function objectId({ id }: Pick<AccountSpec, 'id'>, object: number): number {
  return id * OBJECTS_PER_ACCOUNT + object;
}

/** When an account's event occurred; events are numbered from 1. */
export function occurredAtUs(event: number): number {
  return FIRST_EVENT_US + event * EVENT_INTERVAL_US;
}

/** Writes accounts into the database of a system that does not run yet. */
export async function writeAccounts(
  dataDir: string,
  accounts: readonly AccountSpec[],
): Promise<void> {
  const { secretsKey } = prepareSecrets(dataDir);
  using database = openDatabase({ path: path.join(dataDir, 'webhooks.db'), secretsKey });
  const store = createSqliteCatalogStore(database);
  for (const account of accounts) {
    let batch = [accountRecord(account), ...endpointRecords(account)];
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

/** Which event of which object a number stands for; both count from 1. */
export function placeOf(
  number: number,
  eventsPerObject: number,
): { readonly object: number; readonly ordinal: number } {
  const at = number - 1;
  const perBlock = OBJECTS_PER_BLOCK * eventsPerObject;
  const inBlock = at % perBlock;
  const object = Math.floor(at / perBlock) * OBJECTS_PER_BLOCK + (inBlock % OBJECTS_PER_BLOCK) + 1;
  return { object, ordinal: Math.floor(inBlock / OBJECTS_PER_BLOCK) + 1 };
}

function accountRecord(account: AccountSpec): CatalogRecord {
  const { branch, number } = referenceOf(account);
  return {
    kind: 'account',
    account: { id: account.id, branchIdentifier: branch, number, userIds: [BENCH_USER_ID] },
  };
}

function endpointRecords({ id, endpointUrls }: AccountSpec): CatalogRecord[] {
  return endpointUrls.map((url, at) => endpointRecord(`bench_${id}_${at}`, id, url));
}

/** An endpoint that wants everything of one side. */
export function endpointRecord(id: string, accountId: number, url: string): CatalogRecord {
  return {
    kind: 'endpoint',
    endpoint: {
      ...{ id, accountId, url },
      typeWebhook: 'CASHIN',
      authorizationToken: 'Bearer of the benchmark',
      xFunctionsKey: null,
      signingSecrets: [{ secret: SIGNING_SECRET, expiresAtMs: null }],
      disabledReason: null,
      maxInFlight: null,
      maxRatePerSecond: null,
      clientIdentity: null,
      trustAnchors: null,
      egressProxy: null,
      recoversAutomatically: false,
      isTest: false,
    },
  };
}

function eventRecord(account: AccountSpec, number: number): CatalogRecord {
  const { object, ordinal } = placeOf(number, account.eventsPerObject ?? 1);
  const { types = ['PIX_CASHIN_RECEIVED'] } = account;
  return {
    kind: 'event',
    event: {
      id: `evt_${account.id}_${object}_${ordinal}`,
      accountId: account.id,
      resendType: 'CASHIN',
      objectReferenceId: objectId(account, object),
      type: types[(ordinal - 1) % types.length] ?? types[0],
      occurredAtUs: occurredAtUs(number),
      payload: payloadOf(number, account.payloadBytes),
      outcome: 'FAILED',
    },
  };
}
