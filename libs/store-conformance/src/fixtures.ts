import { expect } from 'chai';

import { noOptions } from '@webhooks/domain';
import type {
  AcceptResend,
  Account,
  CatalogRecord,
  Endpoint,
  EndpointOutcome,
  EventListQuery,
  Fence,
  Actor,
  RecordedEvent,
  Resend,
  ResendSelection,
} from '@webhooks/domain';

import type { Stores } from './stores.ts';

/** The moment at which everything here happens unless a test says otherwise. */
export const nowMs = 1_780_000_000_000;
/** Senders that said RETRYING are taken to go on for so long. */
export const originalRetryForMs = 72 * 3_600_000;
export const userId = 246;
/** Has access to the same account. */
export const colleagueId = 247;
/** Who does everything here unless a test says otherwise. */
export const actor: Actor = {
  userId,
  service: null,
  tokenId: 'token-1',
  peerAddress: '127.0.0.1',
  forwardedFor: '203.0.113.7',
  requestId: 'request-1',
};
/** When the first event occurred. */
export const startUs = 1_770_000_000_000_000;

export const account: Account = {
  id: 17,
  branchIdentifier: '0001',
  number: '123456',
  userIds: [userId, colleagueId],
};

export const otherAccount: Account = {
  id: 18,
  branchIdentifier: '0001',
  number: '654321',
  userIds: [300],
};

export function accountRecord(change: Partial<Account> = {}): CatalogRecord {
  return { kind: 'account', account: { ...account, ...change } };
}

export function endpoint(change: Partial<Endpoint> = {}): Endpoint {
  return {
    id: 'ep_in',
    accountId: account.id,
    url: 'https://merchant.example/hook',
    typeWebhook: 'CASHIN',
    authorizationToken: 'token',
    xFunctionsKey: null,
    signingSecrets: [{ secret: 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz', expiresAtMs: null }],
    disabledReason: null,
    maxInFlight: null,
    maxRatePerSecond: null,
    clientIdentity: null,
    trustAnchors: null,
    egressProxy: null,
    recoversAutomatically: false,
    isTest: false,
    ...change,
  };
}

export function endpointRecord(change: Partial<Endpoint> = {}): CatalogRecord {
  return { kind: 'endpoint', endpoint: endpoint(change) };
}

export function event(change: Partial<RecordedEvent> = {}): RecordedEvent {
  return {
    id: 'evt_1',
    accountId: account.id,
    resendType: 'CASHIN',
    objectReferenceId: 12345,
    type: 'QR_CODE_COPY_AND_PASTE_PAID',
    occurredAtUs: startUs,
    payload: new TextEncoder().encode('{"type":"QR_CODE_COPY_AND_PASTE_PAID","data":{}}'),
    outcome: null,
    ...change,
  };
}

export function eventRecord(change: Partial<RecordedEvent> = {}): CatalogRecord {
  return { kind: 'event', event: event(change) };
}

/** Reported for the event and the endpoint of the others here. */
export function outcomeRecord(change: Partial<EndpointOutcome> = {}): CatalogRecord {
  const outcome: EndpointOutcome = {
    eventId: 'evt_1',
    endpointId: 'ep_in',
    outcome: 'FAILED',
    occurredAtUs: startUs,
    httpStatus: null,
    ...change,
  };
  return { kind: 'outcome', outcome };
}

/** So many events of the account, a second apart, each of an object of its own. */
export function eventRecords(count: number): CatalogRecord[] {
  return Array.from({ length: count }, (_, index) =>
    eventRecord({
      id: `evt_${index + 1}`,
      objectReferenceId: 1000 + index,
      occurredAtUs: startUs + index * 1_000_000,
    }),
  );
}

/** Bulk mode over all that the account ever had. */
export function selection(change: Partial<ResendSelection> = {}): ResendSelection {
  return {
    resendType: 'CASHIN',
    objectReferenceId: null,
    list: null,
    account: { branchIdentifier: account.branchIdentifier, number: account.number },
    range: { startUs: 0, endUs: startUs * 2 },
    deliveryState: 'ALL',
    includeInHand: false,
    latestOnly: false,
    eventTypes: [],
    endpointIds: [],
    ...change,
  };
}

export function request(change: Partial<AcceptResend> = {}): AcceptResend {
  return {
    userId,
    accountId: account.id,
    selection: selection(),
    options: noOptions,
    retryOfId: null,
    idempotency: null,
    limits: { perUser: null, perAccount: null },
    originalRetryForMs,
    actor,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    nowMs,
    ...change,
  };
}

/** Writes records that are all taken. */
export async function seed(stores: Stores, records: readonly CatalogRecord[]): Promise<void> {
  const results = await stores.catalog.write(records, nowMs, actor);
  expect(results).to.deep.equal(records.map(() => null));
}

/** Accepts one request that is not refused. */
export async function accept(stores: Stores, change: Partial<AcceptResend> = {}): Promise<Resend> {
  const [result] = await stores.resends.accept([request(change)]);
  if (result?.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(result)}`);
  return result.resend;
}

/** The resend as its owner sees it now. */
export async function current(stores: Stores, id: number): Promise<Resend> {
  const resend = await stores.resends.get(id, userId);
  if (resend === null) throw new Error(`no resend ${id}`);
  return resend;
}

/** Becomes the active dispatcher. */
export async function lead(stores: Stores, holder = 'dispatcher'): Promise<Fence> {
  const fence = await stores.leases.acquire(holder, 60_000, nowMs);
  if (fence === null) throw new Error('the lease is held by somebody else');
  return fence;
}

/** A list of all events of the user, from the newest. */
export function eventQuery(change: Partial<EventListQuery> = {}): EventListQuery {
  return {
    ...{ userId, nowMs, originalRetryForMs },
    ...{ accountId: null, resendType: null, objectReferenceId: null, startUs: null, endUs: null },
    ...{ types: [], endpointId: null, key: null, deliveryState: 'ALL' },
    includeInHand: false,
    ...{ cursor: null, direction: 'NEXT', limit: 20 },
    ...change,
  };
}
