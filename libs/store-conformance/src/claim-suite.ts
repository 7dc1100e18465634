import { expect } from 'chai';

import type { PageLimit, PlannedDelivery, ClaimedResend } from '@webhooks/domain';

import { begin, countAll, delivered, planAll, wideLimit } from './dispatching.ts';
import {
  accept,
  accountRecord,
  current,
  endpointRecord,
  event,
  eventRecord,
  lead,
  nowMs,
  actor,
  seed,
  selection,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

/** What holds for taking resends into work in groups. */
export function claimSuite(open: OpenStores): void {
  describe('taking resends into work', () => {
    it('begins them and plans single objects at once, whose deliveries complete them', async () => {
      await using stores = await open();
      await seedObjects(stores);
      const fence = await lead(stores);
      const ids = [await acceptObject(stores, 1), await acceptObject(stores, 2)];
      const { resends, deliveries } = await stores.dispatch.claim(fence, ids, wideLimit, nowMs + 5);
      expect(resends.map(summary)).to.deep.equal([
        { id: ids[0], status: 'PENDING', total: 2, isPlanned: true },
        { id: ids[1], status: 'PENDING', total: 2, isPlanned: true },
      ]);
      expect(deliveries.map(where)).to.deep.equal([
        [ids[0], 1, 'evt_1_1'],
        [ids[0], 2, 'evt_1_2'],
        [ids[1], 1, 'evt_2_1'],
        [ids[1], 2, 'evt_2_2'],
      ]);
      expect(await current(stores, ids[0] ?? 0)).to.include({
        status: 'PROCESSING',
        total: 2,
        updatedAtMs: nowMs + 5,
      });
      expect(await stores.dispatch.record(fence, deliveries.map(delivered), nowMs)).to.have.members(
        ids,
      );
    });

    it('plans no further than the limit of the group, and what is left is planned later', async () => {
      await using stores = await open();
      await seedObjects(stores);
      const fence = await lead(stores);
      const ids = [await acceptObject(stores, 1), await acceptObject(stores, 2)];
      const take = (limit: Partial<PageLimit>) =>
        stores.dispatch.claim(fence, ids, { ...wideLimit, ...limit }, nowMs);
      const { resends, deliveries } = await take({ rows: 3 });
      expect(deliveries.map(where)).to.deep.equal([
        [ids[0], 1, 'evt_1_1'],
        [ids[0], 2, 'evt_1_2'],
        [ids[1], 1, 'evt_2_1'],
      ]);
      expect(resends.map(summary)[1]).to.include({ total: null, isPlanned: false });
      const later = ids[1] ?? 0;
      expect(await countAll(stores, later)).to.equal(2);
      expect((await planAll(stores, fence, later)).map(where)).to.deep.equal([
        [later, 2, 'evt_2_2'],
      ]);
      expect(await current(stores, later)).to.include({ total: 2 });
      // Taken again, as after a crash, they are planned already and bring nothing.
      const again = await take({});
      expect(again.deliveries).to.deep.equal([]);
      expect(again.resends.map(summary)).to.deep.equal(
        ids.map((id) => ({ id, status: 'PROCESSING', total: 2, isPlanned: true })),
      );
    });

    it('plans the first page of an object that has more events', async () => {
      await using stores = await open();
      await seedObjects(stores);
      const fence = await lead(stores);
      const id = await acceptObject(stores, 1);
      const bytes = event().payload.length;
      const first = await stores.dispatch.claim(fence, [id], { rows: 10, bytes }, nowMs);
      expect(first.deliveries.map(where)).to.deep.equal([[id, 1, 'evt_1_1']]);
      expect(first.resends.map(summary)).to.deep.equal([
        { id, status: 'PENDING', total: null, isPlanned: false },
      ]);
      expect((await planAll(stores, fence, id)).map(where)).to.deep.equal([[id, 2, 'evt_1_2']]);
      expect(await current(stores, id)).to.include({ total: 2 });
      const none = await acceptObject(stores, 2);
      const { deliveries } = await stores.dispatch.claim(
        fence,
        [none],
        { rows: 9, bytes: 0 },
        nowMs,
      );
      expect(deliveries).to.deep.equal([]);
    });

    it('leaves bulk resends and empty sets to be counted', async () => {
      await using stores = await open();
      await seedObjects(stores);
      const fence = await lead(stores);
      const bulk = await accept(stores);
      const empty = await acceptObject(stores, 3);
      const ids = [bulk.id, empty];
      const { resends, deliveries } = await stores.dispatch.claim(fence, ids, wideLimit, nowMs);
      expect(deliveries).to.deep.equal([]);
      expect(resends.map(summary)).to.deep.equal(
        ids.map((id) => ({ id, status: 'PENDING', total: null, isPlanned: false })),
      );
      await begin(stores, fence, empty);
      expect(await current(stores, empty)).to.include({
        status: 'FAILED',
        detail: '1 event matched, but no endpoint did',
      });
    });

    it('leaves out what may not be worked on, and changes nothing of it', async () => {
      await using stores = await open();
      await seedObjects(stores);
      const fence = await lead(stores);
      const paused = await acceptObject(stores, 1);
      const cancelled = await acceptObject(stores, 1);
      for (const [id, action] of [
        [paused, 'PAUSE'],
        [cancelled, 'CANCEL'],
      ] as const) {
        await stores.resends.control({ id, userId, action, actor, nowMs });
      }
      const settled = await acceptObject(stores, 1);
      const { deliveries } = await stores.dispatch.claim(fence, [settled], wideLimit, nowMs);
      await stores.dispatch.record(fence, deliveries.map(delivered), nowMs);
      const ids = [paused, cancelled, settled, 99];
      expect(await stores.dispatch.claim(fence, ids, wideLimit, nowMs)).to.deep.equal({
        resends: [],
        deliveries: [],
      });
      expect((await current(stores, paused)).status).to.equal('PENDING');
    });
  });
}

/** Objects 1 and 2 with two events each that are wanted, object 3 with one that nobody wants. */
async function seedObjects(stores: Stores): Promise<void> {
  await seed(stores, [
    accountRecord(),
    endpointRecord({ typeWebhook: 'WANTED' }),
    ...[1, 2].flatMap((object) => [eventOf(object, 1), eventOf(object, 2)]),
    eventOf(3, 1, 'UNWANTED'),
  ]);
}

function eventOf(objectReferenceId: number, number: number, type = 'WANTED') {
  const id = `evt_${objectReferenceId}_${number}`;
  const occurredAtUs = event().occurredAtUs + number;
  return eventRecord({ id, objectReferenceId, occurredAtUs, type });
}

async function acceptObject(stores: Stores, objectReferenceId: number): Promise<number> {
  const object = selection({ objectReferenceId, account: null, range: null });
  return (await accept(stores, { selection: object })).id;
}

function summary({ work: { id, status, total, isPlanned } }: ClaimedResend) {
  return { id, status, total, isPlanned };
}

function where({ resendId, position, eventId }: PlannedDelivery) {
  return [resendId, position, eventId];
}
