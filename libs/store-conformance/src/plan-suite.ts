// Long because each store has to keep every one of these rules of planning.

import { expect } from 'chai';

import { FencedOffError } from '@webhooks/domain';
import type { PlannedDelivery } from '@webhooks/domain';

import { begin, delivered, planAll, start, wideLimit } from './dispatching.ts';
import {
  accept,
  accountRecord,
  current,
  endpointRecord,
  event,
  eventRecord,
  eventRecords,
  lead,
  nowMs,
  actor,
  request,
  seed,
  selection,
  startUs,
  userId,
} from './fixtures.ts';
import type { OpenStores } from './stores.ts';

/** What holds for the way of a set into deliveries. */
export function planSuite(open: OpenStores): void {
  describe('plan of a resend', () => {
    it('gives each delivery with all that an attempt needs', async () => {
      await using stores = await open();
      const payload = Uint8Array.of(0, 255, 123, 10, 239, 187, 191);
      await seed(stores, [accountRecord(), endpointRecord(), eventRecord({ payload })]);
      const { id } = await accept(stores);
      const [delivery] = await start(stores, await lead(stores), id);
      expect({ ...delivery, payload: [...(delivery?.payload ?? [])] }).to.deep.equal({
        resendId: id,
        position: 1,
        endpointId: 'ep_in',
        eventId: 'evt_1',
        eventType: 'QR_CODE_COPY_AND_PASTE_PAID',
        resendType: 'CASHIN',
        objectReferenceId: 12345,
        occurredAtUs: startUs,
        payload: [...payload],
        attempts: 0,
        closedAttempts: 0,
      });
    });

    it('keeps within the rows and bytes of a page, but gives one delivery at least', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(6)]);
      const bytes = event().payload.length;
      const fence = await lead(stores);
      const { id } = await accept(stores);
      await begin(stores, fence, id);
      let planned = 0;
      const page = async (rows: number, pageBytes: number): Promise<number[]> => {
        const limit = { rows, bytes: pageBytes };
        const step = { resendId: id, planned, limit };
        const { deliveries, ...page } = await stores.dispatch.planPage(fence, step, nowMs);
        planned = page.planned;
        return deliveries.map(({ position }) => position);
      };
      expect(await page(2, 1_000_000)).to.deep.equal([1, 2]);
      expect(await page(10, 2 * bytes)).to.deep.equal([3, 4]);
      expect(await page(10, 0)).to.deep.equal([5]);
      expect(await page(10, 1_000_000)).to.deep.equal([6]);
      expect(await page(10, 1_000_000)).to.deep.equal([]);
    });

    it('is done with its last delivery', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(4)]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      await begin(stores, fence, id);
      const limit = { rows: 2, bytes: 1_000_000 };
      const pages = [
        await stores.dispatch.planPage(fence, { resendId: id, planned: 0, limit }, nowMs),
        await stores.dispatch.planPage(fence, { resendId: id, planned: 2, limit }, nowMs),
      ];
      expect(pages.map(({ done }) => done)).to.deep.equal([false, true]);
      expect(await stores.dispatch.loadResend(id)).to.include({ isPlanned: true, total: 4 });
    });

    it('makes a step once, and says what is planned when it is made again', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(4)]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      await begin(stores, fence, id);
      const limit = { rows: 2, bytes: 1_000_000 };
      const make = (planned: number) =>
        stores.dispatch.planPage(fence, { resendId: id, planned, limit }, nowMs);
      expect((await make(0)).deliveries).to.have.length(2);
      expect(await make(0)).to.deep.equal({ deliveries: [], planned: 2, done: false });
      expect((await make(2)).deliveries.map(({ position }) => position)).to.deep.equal([3, 4]);
      expect(await make(2)).to.deep.equal({ deliveries: [], planned: 4, done: true });
      const waiting = await stores.dispatch.loadPending(id, 'ep_in', 0, wideLimit, false);
      expect(waiting.map(({ position }) => position)).to.deep.equal([1, 2, 3, 4]);
    });

    it('goes on after a page that found nothing', async () => {
      await using stores = await open();
      const records = eventRecords(200).map((record, index) =>
        record.kind === 'event' && index === 180
          ? eventRecord({ ...record.event, type: 'RARE' })
          : record,
      );
      await seed(stores, [accountRecord(), endpointRecord({ typeWebhook: 'RARE' }), ...records]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      expect(await begin(stores, fence, id)).to.equal(1);
      const limit = { rows: 1, bytes: 1_000_000 };
      const step = { resendId: id, planned: 0, limit };
      const first = await stores.dispatch.planPage(fence, step, nowMs);
      expect(first).to.deep.equal({ deliveries: [], planned: 0, done: false });
      const planned = await planAll(stores, fence, id, [limit]);
      expect(planned.map(({ eventId }) => eventId)).to.deep.equal(['evt_181']);
    });

    it('takes events of one moment as they were recorded, then by endpoint', async () => {
      await using stores = await open();
      const at = (id: string, occurredAtUs: number) => eventRecord({ id, occurredAtUs });
      const events = [at('c', startUs), at('a', startUs), at('z', startUs - 1), at('b', startUs)];
      const endpoints = [endpointRecord({ id: 'ep_b' }), endpointRecord({ id: 'ep_a' })];
      await seed(stores, [accountRecord(), ...endpoints, ...events]);
      // Recording one of them again does not move it.
      await seed(stores, [at('b', startUs), at('c', startUs)]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      await begin(stores, fence, id);
      const planned = await planAll(stores, fence, id, [{ rows: 1, bytes: 1 }]);
      expect(planned.map(({ eventId, endpointId }) => `${eventId} ${endpointId}`)).to.deep.equal(
        ['z', 'c', 'a', 'b'].flatMap((event) => [`${event} ep_a`, `${event} ep_b`]),
      );
    });

    it('settles an empty set at once: nothing was to be sent', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const { id } = await accept(stores);
      await begin(stores, await lead(stores), id);
      expect(await current(stores, id)).to.include({
        status: 'COMPLETED',
        detail: null,
        total: 0,
        finishedAtMs: nowMs,
      });
      expect(await stores.dispatch.processingResends(0, 10)).to.deep.equal([]);
    });

    it('fails an empty set when events matched but no endpoint did', async () => {
      await using stores = await open();
      const endpoint = endpointRecord({ typeWebhook: 'PIX_CASHIN_RECEIVED' });
      await seed(stores, [accountRecord(), endpoint, ...eventRecords(2)]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      const filtered = await accept(stores, { selection: selection({ deliveryState: 'FAILED' }) });
      for (const resend of [id, filtered.id]) {
        await begin(stores, fence, resend);
        expect(await current(stores, resend)).to.include({
          status: 'FAILED',
          detail: '2 events matched, but no endpoint did',
        });
      }
    });

    it('completes an empty set when it is empty by what was delivered before', async () => {
      await using stores = await open();
      const event = eventRecord({ outcome: 'DELIVERED' });
      await seed(stores, [accountRecord(), endpointRecord(), event]);
      const { id } = await accept(stores, { selection: selection({ deliveryState: 'FAILED' }) });
      await begin(stores, await lead(stores), id);
      expect(await current(stores, id)).to.include({ status: 'COMPLETED', detail: null });
    });

    it('settles a resend that was settled before its plan ended', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(2)]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      await stores.dispatch.begin(fence, id, nowMs);
      const limit = { rows: 2, bytes: 1_000_000 };
      const step = { resendId: id, planned: 0, limit };
      const { deliveries } = await stores.dispatch.planPage(fence, step, nowMs);
      await stores.dispatch.record(fence, deliveries.map(delivered), nowMs);
      expect(await current(stores, id)).to.include({ status: 'PROCESSING', total: 2, pending: 0 });
      await planAll(stores, fence, id);
      expect(await current(stores, id)).to.include({ status: 'COMPLETED', total: 2, delivered: 2 });
    });

    it('loads again what is planned and has no outcome, per endpoint', async () => {
      await using stores = await open();
      const endpoints = ['ep_1', 'ep_2'].map((id) => endpointRecord({ id }));
      await seed(stores, [accountRecord(), ...endpoints, ...eventRecords(3)]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      const planned = await start(stores, fence, id);
      const own = planned.filter(({ endpointId }) => endpointId === 'ep_2');
      const load = (after: number, rows = 10): Promise<readonly PlannedDelivery[]> =>
        stores.dispatch.loadPending(id, 'ep_2', after, { ...wideLimit, rows }, false);
      expect(await load(0)).to.deep.equal(own);
      expect(await load(own[0]?.position ?? 0)).to.deep.equal(own.slice(1));
      expect(await load(0, 1)).to.deep.equal(own.slice(0, 1));
      await stores.dispatch.record(fence, own.slice(0, 2).map(delivered), nowMs);
      expect(await load(0)).to.deep.equal(own.slice(2));
    });

    it('tells what waits to be started, and leaves out what is started or paused', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), eventRecord()]);
      const fence = await lead(stores);
      const { dispatch } = stores;
      const waiting = await accept(stores);
      const started = await accept(stores);
      const last = await accept(stores);
      await dispatch.begin(fence, started.id, nowMs);
      const { mode } = (await dispatch.loadResend(waiting.id)) ?? {};
      expect(await dispatch.pendingResends(0, 10)).to.deep.equal([
        { id: waiting.id, mode },
        { id: last.id, mode },
      ]);
      expect(await dispatch.pendingResends(waiting.id, 10)).to.deep.equal([{ id: last.id, mode }]);
      expect(await dispatch.pendingResends(0, 1)).to.deep.equal([{ id: waiting.id, mode }]);
      const pause = { userId, action: 'PAUSE', actor, nowMs } as const;
      await stores.resends.control({ id: waiting.id, ...pause });
      expect(await dispatch.pendingResends(0, 10)).to.deep.equal([{ id: last.id, mode }]);
    });

    it('starts a resend once and tells what is in work', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), eventRecord()]);
      const fence = await lead(stores);
      const first = await accept(stores);
      const second = await accept(stores);
      for (const { id } of [first, second, first])
        await stores.dispatch.begin(fence, id, nowMs + 5);
      const { dispatch } = stores;
      expect(await dispatch.processingResends(0, 10)).to.deep.equal([first.id, second.id]);
      expect(await dispatch.processingResends(first.id, 10)).to.deep.equal([second.id]);
      expect(await dispatch.processingResends(0, 1)).to.deep.equal([first.id]);
      expect(await current(stores, first.id)).to.include({ updatedAtMs: nowMs + 5 });
      expect(await dispatch.loadResend(first.id)).to.deep.equal({
        id: first.id,
        accountId: 17,
        resendType: 'CASHIN',
        mode: 'bulk',
        status: 'PROCESSING',
        control: 'RUNNING',
        runsFromMs: nowMs,
        maxRatePerSecond: null,
        sample: null,
        traceparent: request().traceparent,
        endpointIds: ['ep_in'],
        total: null,
        planned: 0,
        isPlanned: false,
      });
      expect(await dispatch.loadResend(99)).to.equal(null);
    });

    it('finds unsettled resends by age', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const fence = await lead(stores);
      const newer = await accept(stores, { nowMs: nowMs + 10 });
      const older = await accept(stores);
      const settled = await accept(stores);
      await begin(stores, fence, settled.id);
      const { dispatch } = stores;
      expect(await dispatch.startableBefore(nowMs, 10)).to.deep.equal([]);
      expect(await dispatch.startableBefore(nowMs + 1, 10)).to.deep.equal([older.id]);
      expect(await dispatch.startableBefore(nowMs + 11, 10)).to.deep.equal([older.id, newer.id]);
      expect(await dispatch.startableBefore(nowMs + 11, 1)).to.deep.equal([older.id]);
    });

    it('is refused to a dispatcher that is no longer the active one', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), eventRecord()]);
      const late = await lead(stores);
      const { id } = await accept(stores);
      const { dispatch, leases } = stores;
      await leases.acquire('standby', 1_000, nowMs + 3_600_000);
      const writes = [
        () => dispatch.claim(late, [id], wideLimit, nowMs),
        () => dispatch.begin(late, id, nowMs),
        () => dispatch.setTotal(late, id, 1, nowMs),
        () => dispatch.setTotal(late, id, 0, nowMs),
        () => dispatch.planPage(late, { resendId: id, planned: 0, limit: wideLimit }, nowMs),
        () =>
          dispatch.record(
            late,
            [
              delivered({
                resendId: id,
                position: 1,
                endpointId: 'ep_in',
                eventType: 'T',
                attempts: 0,
              }),
            ],
            nowMs,
          ),
        () => dispatch.markEndpointGone(late, 'ep_in', 1, nowMs),
        () => dispatch.acknowledgeControl(late, { id, revision: 0 }, 0, nowMs),
        () => dispatch.expedite(late, 'ep_in', nowMs, 10),
        () =>
          dispatch.settleUnsent(late, id, { state: 'CANCELLED', reason: 'cancelled' }, 10, nowMs),
      ];
      for (const write of writes) {
        const error = await write().catch((thrown: unknown) => thrown);
        expect(error, write.toString()).to.be.instanceOf(FencedOffError);
      }
      expect(await current(stores, id)).to.include({ status: 'PENDING', total: 0 });
      expect((await stores.catalog.getEndpoint('ep_in'))?.disabledReason).to.equal(null);
    });
  });
}
