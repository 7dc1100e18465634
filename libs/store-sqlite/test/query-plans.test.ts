import { expect } from 'chai';
import { noOptions } from '@webhooks/domain';

import { ANY_DELIVERY, ANY_RESEND } from '@webhooks/domain';
import {
  countAll,
  deliverAll,
  failed,
  planAll,
  retrying,
  start,
} from '@webhooks/store-conformance/dispatching';
import {
  accept,
  account,
  accountRecord,
  actor,
  endpointRecord,
  eventRecord,
  eventRecords,
  lead,
  nowMs,
  originalRetryForMs,
  request,
  seed,
  selection,
  userId,
} from '@webhooks/store-conformance/fixtures';
import type { Fence, SelectionList } from '@webhooks/domain';
import { createTempDir } from '@webhooks/testing';

import { createSqliteStores, openDatabase } from '../src/index.ts';
import { recordStatements } from './statement-recorder.ts';
import { secretsKey } from './test-stores.ts';
import type { SqliteStores } from './test-stores.ts';
import { useTestEvents } from './use-test-events.ts';

const cursor = { createdAtMs: nowMs, id: 5 };
const states = [
  null,
  'PENDING',
  'DELIVERED',
  'FAILED',
  'RETRYING',
  'CANCELLED',
  'SKIPPED',
] as const;
const directions = ['NEXT', 'PREVIOUS'] as const;

/** Walks over indexes and tables that hold only what is asked for. */
const wantedWalks = [
  /^SCAN outbox USING INDEX outbox_unpublished$/,
  /^SCAN resends USING INDEX resends_to_follow$/,
  /^SCAN resends USING INDEX resends_unsettled_by_id$/,
  /^SCAN endpoint_breakers$/,
  /^SCAN endpoint_recoveries$/,
  /^SCAN w USING INDEX endpoints_for_health$/,
  /^SCAN client_identities( USING COVERING INDEX sqlite_autoindex_client_identities_2)?$/,
];

describe('query plans', () => {
  it('neither scan a table nor sort, whatever is asked for', async function () {
    this.timeout(30_000);
    using directory = createTempDir();
    const database = openDatabase({ path: directory.file('db.sqlite'), secretsKey });
    const { texts, planOf } = recordStatements(database);
    await using stores = createSqliteStores(database);
    await useEverything(stores);

    const statements = [...texts].filter((text) => /^\s*(SELECT|INSERT|UPDATE|DELETE)/.test(text));
    const offences = statements.flatMap((text) =>
      planOf(text)
        .filter((detail) => isOffence(detail, text))
        .map((detail) => `${detail}: ${text}`),
    );
    expect(statements.length).to.be.greaterThan(60);
    expect(offences).to.deep.equal([]);
  });
});

/** Walks over the entries of a list. */
const listWalk = / AS l\s+CROSS JOIN events AS e /;

function isOffence(detail: string, text: string): boolean {
  // What is sorted of a list is one small part of its set.
  const isOfList = detail.includes('USE TEMP B-TREE FOR') || detail === 'SCAN l';
  if (isOfList && listWalk.test(text)) return false;
  // What a preview groups is one small part of its set.
  if (detail.includes('USE TEMP B-TREE') && detail !== 'USE TEMP B-TREE FOR GROUP BY') return true;
  // One row, rows that are parameters, and what a subquery gave.
  const isScan = /^SCAN (?!CONSTANT ROW|json_each VIRTUAL TABLE|given$|\(subquery-\d+\)$)/.test(
    detail,
  );
  return isScan && !wantedWalks.some((walk) => walk.test(detail));
}

/** Calls all that prepares its statements only when it is called. */
async function useEverything(stores: SqliteStores): Promise<void> {
  const endpoints = ['ep_in', 'ep_2'].map((id) => endpointRecord({ id }));
  const test = endpointRecord({ id: 'ep_test', isTest: true });
  await seed(stores, [accountRecord(), ...endpoints, test, ...eventRecords(20)]);
  const keyed = { id: 'evt_keyed', objectReferenceId: 7, keys: { tag: 'x' } };
  await seed(stores, [eventRecord(keyed)]);
  await useAcceptance(stores);
  await useLists(stores);
  await useSets(stores);
}

async function useRecoveries(
  { catalog, dispatch, resends }: SqliteStores,
  fence: Fence,
): Promise<void> {
  const limits = { recoverAfterMs: 0, tellAfterMs: 0 };
  await catalog.updateEndpoint('ep_in', { recoversAutomatically: true }, nowMs, actor);
  for (const retryAtMs of [nowMs, null]) {
    await dispatch.saveBreakers(fence, [{ endpointId: 'ep_in', retryAtMs, atMs: nowMs }], limits);
  }
  const recovered = { limit: 2, originalRetryForMs, actor, nowMs };
  expect(await resends.acceptRecoveries(recovered)).to.equal(1);
}

const lists: readonly SelectionList[] = [
  { field: 'object_reference_ids', entries: [1000, 1001] },
  { field: 'event_ids', entries: ['evt_1', 'evt_2'] },
  { field: 'keys', entries: [{ name: 'tag', value: 'x' }] },
];

async function useAcceptance({ resends, audit, backlog }: SqliteStores): Promise<void> {
  await backlog.read(2);
  const idempotency = { key: 'k', fingerprint: 'f' };
  await resends.accept([
    request({ idempotency }),
    request({ selection: selection({ eventTypes: ['A'], endpointIds: ['ep_in'] }) }),
    request({ options: { ...noOptions, notBeforeMs: nowMs + 1 } }),
  ]);
  await resends.queueDueJobs(nowMs + 1, 2);
  for (const by of ['user', 'account', 'resend'] as const) {
    await audit.list({ filter: { by, id: 1 }, beforeId: null, limit: 2 });
  }
  await audit.list({ filter: { by: 'endpoint', id: 'ep_in' }, beforeId: null, limit: 2 });
  await audit.list({ filter: null, beforeId: 5, limit: 2 });
  await audit.extendChain(2);
  await audit.chain(0, 2);
  await audit.chainHead();
}

async function useLists({ resends, endpoints, events, catalog }: SqliteStores): Promise<void> {
  await useEvents(events);
  for (const list of lists) await catalog.findListed('CASHIN', list, userId, account.id);
  await resends.getMany([1, 2]);
  await resends.progress([1, 2], 1, nowMs);
  for (const direction of directions) {
    for (const accountId of [null, account.id]) {
      for (const from of [null, { accountId: account.id, id: 'ep_in' }]) {
        const page = { userId, accountId, cursor: from, direction, limit: 2 };
        await endpoints.list(page, nowMs);
      }
    }
  }
  for (const direction of directions) {
    for (const from of [null, cursor]) {
      for (const status of [null, 'PENDING'] as const) {
        for (const objectReferenceId of [null, 1]) {
          for (const accountId of [null, account.id]) {
            for (const createdBy of ['me', 'anyone'] as const) {
              const filters = { ...ANY_RESEND, status, objectReferenceId, accountId, createdBy };
              const page = { userId, ...filters, cursor: from, direction, limit: 2 };
              for (const change of [
                {},
                { kind: 'retry' as const },
                { control: 'PAUSED' as const },
                { createdFromMs: 1, createdToMs: nowMs },
                { resendType: 'CASHIN' as const },
              ]) {
                await resends.list({ ...page, ...change });
              }
            }
          }
        }
      }
    }
    for (const state of states) {
      for (const cursorPosition of [null, 1]) {
        const page = { resendId: 1, cursorPosition, direction, limit: 2 };
        for (const change of [
          {},
          { endpointId: 'ep_in' },
          { eventType: 'A' },
          { eventId: 'evt_1' },
          { httpStatus: 500, errorClass: 'http_status' as const },
        ]) {
          await resends.listDeliveries({ ...ANY_DELIVERY, ...page, state, ...change });
        }
      }
    }
  }
}

async function useEvents(events: SqliteStores['events']): Promise<void> {
  for (const direction of directions) {
    for (const from of [null, 5]) {
      for (const accountId of [null, account.id]) {
        for (const objectReferenceId of [null, 1000]) {
          for (const change of [
            {},
            { types: ['A'] },
            { startUs: 1, endUs: 2 },
            { endpointId: 'ep_in' },
            { key: { name: 'tag', value: 'x' } as const },
            { deliveryState: 'FAILED' as const },
            { deliveryState: 'UNDELIVERED' as const, endpointId: 'ep_in' },
            { deliveryState: 'UNDELIVERED' as const, includeInHand: true },
          ]) {
            const filters = { accountId, objectReferenceId, ...anyEvent, ...change };
            const resendType = objectReferenceId === null ? null : 'CASHIN';
            await events.list({
              ...filters,
              resendType,
              userId,
              cursor: from,
              direction,
              limit: 2,
            });
          }
        }
      }
    }
  }
  await events.get('evt_1', userId);
  await events.history(1, null, 2);
}

const anyEvent = {
  ...{ startUs: null, endUs: null, types: [], endpointId: null, key: null },
  ...{ deliveryState: 'ALL' as const, includeInHand: false, nowMs, originalRetryForMs },
};

async function useSets(stores: SqliteStores): Promise<void> {
  const fence = await lead(stores);
  await useRecoveries(stores, fence);
  await stores.retention.pruneHealthNotifications(nowMs, 2);
  await useTestEvents(stores, fence);
  const objects = [null, 1000].map((objectReferenceId) => ({ objectReferenceId }));
  for (const named of [...objects, ...lists.map((list) => ({ list }))]) {
    for (const deliveryState of ['ALL', 'FAILED', 'NEVER_ATTEMPTED', 'UNDELIVERED'] as const) {
      for (const eventTypes of [[], ['QR_CODE_COPY_AND_PASTE_PAID']]) {
        const latestOnly = eventTypes.length > 0;
        const wanted = selection({ ...named, deliveryState, eventTypes, latestOnly });
        for (const deliverTo of [null, 'ep_test']) {
          await stores.previews.preview(
            {
              userId: 246,
              accountId: account.id,
              selection: wanted,
              deliverTo,
              originalRetryForMs,
            },
            60_000,
            nowMs,
          );
          const options = { ...noOptions, deliverTo };
          const { id } = await accept(stores, { selection: wanted, options });
          await countAll(stores, id);
          await stores.dispatch.setTotal(fence, id, 0, nowMs);
        }
      }
    }
  }
  for (const list of lists) {
    const { id } = await accept(stores, { selection: selection({ list }) });
    expect(await start(stores, fence, id)).to.have.length(list.field === 'keys' ? 2 : 4);
  }
  const { id } = await accept(stores);
  const page = { rows: 2, bytes: 1_000 };
  const [first, second] = await planAll(stores, fence, id, [page]);
  if (first === undefined || second === undefined) throw new Error('nothing planned');
  await stores.dispatch.record(fence, [failed(first), retrying(second, nowMs)], nowMs);
  await stores.resends.progress([id], 1, nowMs);
  const settled = await accept(stores);
  await deliverAll(stores, fence, settled.id);
  await start(stores, fence, (await accept(stores, { retryOfId: settled.id })).id);
}
