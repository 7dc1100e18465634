import { expect } from 'chai';

import type { EventKey, EventKeys, ResendSelection, SelectionList } from '@webhooks/domain';

import { countAll, deliverAll, failed, planAll, start } from './dispatching.ts';
import {
  accept,
  account,
  accountRecord,
  colleagueId,
  current,
  endpointRecord,
  eventRecord,
  eventRecords,
  lead,
  nowMs,
  originalRetryForMs,
  otherAccount,
  seed,
  selection,
  startUs,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

/** What holds for selections that name what is meant one by one. */
export function listedSuite(open: OpenStores): void {
  describe('resend of a list', () => {
    it('finds whose the entries are, and nothing of others', async () => {
      await using stores = await open();
      const foreign = { accountId: otherAccount.id, objectReferenceId: 9 };
      await seed(stores, [
        accountRecord(),
        accountRecord(otherAccount),
        ...eventRecords(2),
        eventRecord({ id: 'evt_out', resendType: 'CASHOUT', objectReferenceId: 7 }),
        eventRecord({ id: 'evt_foreign', ...foreign }),
      ]);
      const find = (list: SelectionList, asked = userId) =>
        stores.catalog.findListed('CASHIN', list, asked, null);
      const objects = { field: 'object_reference_ids', entries: [1001, 404, 9, 1000, 7] } as const;
      expect(await find(objects)).to.deep.equal([17, null, null, 17, null]);
      expect(await find(objects, 300)).to.deep.equal([null, null, 18, null, null]);
      const entries = ['evt_2', 'evt_404', 'evt_foreign', 'evt_1', 'evt_out'];
      const events = { field: 'event_ids', entries } as const;
      expect(await find(events, colleagueId)).to.deep.equal([17, null, null, 17, null]);
      expect(await find(events, 300)).to.deep.equal([null, null, 18, null, null]);
    });

    it('covers what is listed and nothing else, in the order of the account', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(6)]);
      await seed(stores, [eventRecord({ id: 'evt_7', objectReferenceId: 1002 })]);
      const objects = listOf({ field: 'object_reference_ids', entries: [1004, 1002, 1000] });
      const events = listOf({ field: 'event_ids', entries: ['evt_6', 'evt_2'] });
      expect(await setOf(stores, objects)).to.deep.equal(['evt_1', 'evt_7', 'evt_3', 'evt_5']);
      expect(await setOf(stores, events)).to.deep.equal(['evt_2', 'evt_6']);
      const fromSecond = { range: { startUs: startUs + 2, endUs: startUs * 2 } };
      expect(await setOf(stores, { ...objects, ...fromSecond })).to.deep.equal(['evt_3', 'evt_5']);
      expect(await setOf(stores, { ...events, eventTypes: ['OTHER'] })).to.deep.equal([]);
    });

    it('shows what was listed and how many, also in a retry of what failed', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(3)]);
      const fence = await lead(stores);
      const listed = { field: 'event_ids', count: 2 };
      const list = listOf({ field: 'event_ids', entries: ['evt_1', 'evt_3'] });
      const resend = await accept(stores, { selection: list });
      expect(resend.listed).to.deep.equal(listed);
      const deliveries = await start(stores, fence, resend.id);
      await stores.dispatch.record(fence, deliveries.map(failed), nowMs);
      expect(await current(stores, resend.id)).to.deep.include({ status: 'FAILED', listed });
      const retried = { selection: resend.selection, retryOfId: resend.id };
      const retry = await accept(stores, retried);
      expect(retry.listed).to.deep.equal(listed);
      const undelivered = selection({ deliveryState: 'UNDELIVERED' });
      const { undelivered: counts } = await previewOf(stores, undelivered);
      expect(counts?.heldByResend, 'held by the retry').to.equal(2);
      expect(await countAll(stores, retry.id)).to.equal(2);
      expect((await accept(stores)).listed).to.equal(null);
    });

    it('covers what has one of some keys at acceptance, each event once', async () => {
      await using stores = await open();
      const keyed = (id: string, keys: EventKeys, occurredAtUs = startUs) =>
        eventRecord({ id, keys, occurredAtUs });
      await seed(stores, [
        accountRecord(),
        accountRecord(otherAccount),
        endpointRecord(),
        keyed('evt_1', { tag: 'a', tx_id: 'a' }, startUs + 1),
        keyed('evt_2', { tag: 'b' }),
        keyed('evt_3', { tag: 'a' }),
        eventRecord({
          id: 'evt_other',
          accountId: otherAccount.id,
          objectReferenceId: 9,
          keys: { tag: 'a' },
        }),
      ]);
      const entries: EventKey[] = [
        { name: 'tag', value: 'a' },
        { name: 'tx_id', value: 'a' },
        { name: 'tag', value: 'nobody' },
      ];
      const list = { field: 'keys', entries } as const;
      expect(await stores.catalog.findListed('CASHIN', list, userId, account.id)).to.deep.equal([
        account.id,
        account.id,
        null,
      ]);
      const ofKeys = selection({ range: null, list });
      const { id } = await accept(stores, { selection: ofKeys });
      await seed(stores, [keyed('evt_2', { tx_id: 'a' })]);
      expect(await countAll(stores, id)).to.equal(2);
      expect(await setOf(stores, ofKeys)).to.deep.equal(['evt_2', 'evt_3', 'evt_1']);
    });

    it('counts and plans objects of many events in parts', async function () {
      this.timeout(30_000);
      await using stores = await open();
      const endpoints = ['ep_1', 'ep_2', 'ep_3', 'ep_4'].map((id) => endpointRecord({ id }));
      const events = Array.from({ length: 9_000 }, (_, index) =>
        eventRecord({
          id: `evt_${index}`,
          objectReferenceId: index % 3,
          occurredAtUs: startUs + Math.floor(index / 7),
        }),
      );
      await seed(stores, [accountRecord(), ...endpoints, ...events]);
      const wanted = listOf({ field: 'object_reference_ids', entries: [2, 1] });
      const { id } = await accept(stores, { selection: wanted });
      const step = await stores.dispatch.countStep(id, null);
      expect(step.count).to.be.lessThan(24_000);
      expect(await countAll(stores, id)).to.equal(24_000);
      const { deliveries, events: shown } = await previewOf(stores, wanted);
      expect({ deliveries, shown }).to.deep.equal({ deliveries: 24_000, shown: 6_000 });
      const fence = await lead(stores);
      await stores.dispatch.setTotal(fence, id, 24_000, nowMs);
      const planned = await planAll(stores, fence, id, [{ rows: 500, bytes: 1e6 }]);
      const expected = [...new Set(planned.map(({ eventId }) => eventId))];
      expect(expected).to.deep.equal(
        Array.from({ length: 9_000 }, (_, index) => index)
          .filter((index) => index % 3 !== 0)
          .map((index) => `evt_${index}`),
      );
    });

    it('is removed with its resend', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(5)]);
      const fence = await lead(stores);
      const entries = ['evt_1', 'evt_2', 'evt_3', 'evt_4', 'evt_5'];
      const { id } = await accept(stores, { selection: listOf({ field: 'event_ids', entries }) });
      await deliverAll(stores, fence, id);
      const laterMs = nowMs + 1_000;
      while (await stores.dispatch.pruneAttempts(fence, laterMs, 2));
      while (await stores.dispatch.pruneDeliveries(fence, laterMs, 2));
      while (await stores.retention.pruneResends(laterMs, 2));
      expect(await stores.resends.get(id, userId)).to.equal(null);
    });
  });
}

function listOf(list: SelectionList): ResendSelection {
  return selection({ account: null, range: null, list });
}

/** Ids of the events of a resend, each for the one endpoint, as they are planned. */
async function setOf(stores: Stores, wanted: ResendSelection): Promise<string[]> {
  const fence = await lead(stores);
  const { id } = await accept(stores, { selection: wanted });
  const planned = await start(stores, fence, id);
  expect((await previewOf(stores, wanted)).deliveries, 'shown').to.equal(planned.length);
  return planned.map(({ eventId }) => eventId);
}

async function previewOf({ previews }: Stores, wanted: ResendSelection) {
  const request = {
    ...{ userId, accountId: account.id, deliverTo: null },
    ...{ selection: wanted, originalRetryForMs },
  };
  const result = await previews.preview(request, 60_000, nowMs);
  if (result.kind !== 'previewed') throw new Error(`not previewed: ${JSON.stringify(result)}`);
  return result.preview;
}
