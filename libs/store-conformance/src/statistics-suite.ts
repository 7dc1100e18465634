import { expect } from 'chai';

import { ANY_DELIVERY } from '@webhooks/domain';
import type { AttemptOutcome, ErrorClass, PlannedDelivery, AttemptRecord } from '@webhooks/domain';

import { after, delivered, failed, retrying, start, unattempted } from './dispatching.ts';
import {
  accept,
  accountRecord,
  current,
  endpointRecord,
  eventRecord,
  eventRecords,
  lead,
  nowMs,
  seed,
  startUs,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const fiveMinutesMs = 300_000;

const limits = { recoverAfterMs: 600_000, tellAfterMs: 60_000 };

/** What is counted while outcomes are recorded. */
export function statisticsSuite(open: OpenStores): void {
  describe('statistics', () => {
    async function work(stores: Stores, events: number) {
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(events)]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      const deliveries = await start(stores, fence, id);
      const record = (records: readonly AttemptRecord[], atMs: number) =>
        stores.dispatch.record(fence, records, atMs);
      return { fence, id, deliveries: deliveries as unknown as Many, record };
    }

    const lastDay = async ({ endpoints }: Stores, atMs: number) =>
      (await endpoints.get('ep_in', userId, atMs))?.lastDay;

    it('of an endpoint count its attempts by class and duration', async () => {
      await using stores = await open();
      const { deliveries, record } = await work(stores, 6);
      const [a, b, c, d, e] = deliveries;
      await record(
        [
          attempt(a, { durationMs: 12 }),
          attempt(b, { durationMs: 90 }, 'http_status'),
          attempt(c, { durationMs: 15_000 }, 'timeout'),
          unattempted(d, { state: 'SKIPPED', reason: 'endpoint_gone' }),
        ],
        nowMs,
      );
      await record([attempt(e, { durationMs: 14 })], nowMs + 1);
      const day = await lastDay(stores, nowMs + 1);
      expect(day).to.deep.equal({
        attempts: 4,
        succeeded: 2,
        failuresByClass: { timeout: 1, http_status: 1 },
        p50Ms: 14,
        p95Ms: day?.p95Ms,
      });
      expect(day?.p95Ms).to.be.within(14_250, 15_750);
    });

    it('of an endpoint show quantiles within 5 % of the exact ones', async () => {
      await using stores = await open();
      const { deliveries, record } = await work(stores, 200);
      const durationsMs = deliveries.map((_, index) => [2_500, 3, 40, 870, 14_000][index % 5] ?? 0);
      durationsMs[0] = 31_000;
      const attempts = deliveries.map((delivery, index) =>
        attempt(delivery, { durationMs: durationsMs[index] ?? 0 }),
      );
      for (let at = 0; at < attempts.length; at += 30) {
        await record(attempts.slice(at, at + 30), nowMs + at * 10_000);
      }
      const untilMs = nowMs + 200 * 10_000;
      const day = await lastDay(stores, untilMs);
      expect(day?.attempts).to.equal(200);
      expect(day?.p50Ms).to.be.within(0.95 * 870, 1.05 * 870);
      expect(day?.p95Ms).to.be.within(0.95 * 14_000, 1.05 * 14_000);
      const found = await stores.endpoints.statistics('ep_in', userId, 1, untilMs);
      expect(found?.buckets.length).to.be.greaterThan(4);
      for (const { p50Ms } of found?.buckets ?? []) {
        expect(p50Ms).to.be.within(0.95 * 870, 1.05 * 870);
      }
    });

    it('of an endpoint forget what is older than asked for', async () => {
      await using stores = await open();
      const { deliveries, record } = await work(stores, 6);
      const [a, b, c] = deliveries;
      await record([attempt(a, {})], nowMs);
      await record([attempt(b, {}, 'dns')], nowMs + fiveMinutesMs);
      const { endpoints } = stores;
      const hour = await endpoints.statistics('ep_in', userId, 1, nowMs + fiveMinutesMs);
      expect(hour?.bucketMs).to.equal(fiveMinutesMs);
      expect(hour?.buckets.map(({ attempts, succeeded }) => [attempts, succeeded])).to.deep.equal([
        [1, 1],
        [1, 0],
      ]);
      const [first, second] = hour?.buckets ?? [];
      expect((second?.startMs ?? 0) - (first?.startMs ?? 0)).to.equal(fiveMinutesMs);
      const laterMs = nowMs + 25 * 3_600_000;
      await record([attempt(c, {})], laterMs);
      expect(await lastDay(stores, laterMs)).to.include({ attempts: 1, succeeded: 1 });
      const week = await endpoints.statistics('ep_in', userId, 168, laterMs);
      expect(week?.bucketMs).to.equal(3_600_000);
      expect(week?.buckets.map(({ attempts }) => attempts)).to.deep.equal([2, 1]);
      expect(week?.buckets[0]?.failuresByClass).to.deep.equal({ dns: 1 });
    });

    it('of a resend tell states, failures and outcomes over time', async () => {
      await using stores = await open();
      const { id, deliveries, record } = await work(stores, 7);
      const [a, b, c, d, e, f] = deliveries;
      await record([delivered(a), failed(b), retrying(c, nowMs), retrying(d, nowMs)], nowMs);
      await record([attempt(after(1, d), { httpStatus: null }, 'reset')], nowMs + 5);
      const skipped = unattempted(e, { state: 'SKIPPED', reason: 'endpoint_gone' });
      const cancelled = unattempted(f, { state: 'CANCELLED', reason: 'cancelled' });
      await record([skipped, cancelled], nowMs + 10_000);
      const found = await stores.resends.statistics(id, userId);
      expect(found?.byState).to.deep.equal({
        PENDING: 1,
        RETRYING: 1,
        DELIVERED: 1,
        FAILED: 2,
        SKIPPED: 1,
        CANCELLED: 1,
      });
      expect(found?.failures).to.deep.equal([
        { errorClass: 'http_status', httpStatus: 500, attempts: 3 },
        { errorClass: 'reset', httpStatus: null, attempts: 1 },
      ]);
      expect(found?.bucketMs).to.equal(10_000);
      expect(found?.overTime).to.deep.equal([
        { startMs: nowMs, delivered: 1, failed: 2 },
        { startMs: nowMs + 10_000, delivered: 0, failed: 2 },
      ]);
      expect(await stores.resends.statistics(id, 999)).to.equal(null);
      expect(await stores.resends.statistics(id + 1, userId)).to.equal(null);
    });

    it('count nothing twice, whatever is recorded again', async () => {
      await using stores = await open();
      const { id, deliveries, record } = await work(stores, 2);
      const [a, b] = deliveries;
      const again = after(1, b);
      const first = [delivered(a), failed(a), retrying(b, nowMs), retrying(b, nowMs)];
      await record([...first, failed(again), failed(again)], nowMs);
      await record([delivered(a), delivered(b)], nowMs);
      expect(await lastDay(stores, nowMs)).to.include({ attempts: 3, succeeded: 1 });
      const found = await stores.resends.statistics(id, userId);
      expect(found?.byState).to.include({ RETRYING: 0, DELIVERED: 1, FAILED: 1, PENDING: 0 });
      expect(found?.overTime).to.deep.equal([{ startMs: nowMs, delivered: 1, failed: 1 }]);
    });

    it('follow what is settled without an attempt', async () => {
      await using stores = await open();
      const { fence, id, deliveries, record } = await work(stores, 3);
      await record([retrying(deliveries[0], nowMs + 5)], nowMs);
      const cancelled = { state: 'CANCELLED', reason: 'cancelled' } as const;
      await stores.dispatch.settleUnsent(fence, id, cancelled, 2, nowMs);
      const states = async () => (await stores.resends.statistics(id, userId))?.byState;
      expect(await states()).to.include({ RETRYING: 1, CANCELLED: 2, PENDING: 0 });
      await stores.dispatch.settleUnsent(fence, id, cancelled, 2, nowMs);
      expect(await states()).to.include({ RETRYING: 0, CANCELLED: 3, PENDING: 0 });
      const found = await stores.resends.statistics(id, userId);
      expect(found?.overTime).to.deep.equal([{ startMs: nowMs, delivered: 0, failed: 3 }]);
    });

    it('go in steps: those of endpoints by age, those of resends with the deliveries', async () => {
      await using stores = await open();
      const { fence, id, deliveries, record } = await work(stores, 3);
      const [a, b, c] = deliveries;
      await record([delivered(a)], nowMs);
      await record([delivered(b)], nowMs + fiveMinutesMs);
      await record([failed(c)], nowMs + 2 * fiveMinutesMs);
      const { dispatch } = stores;
      const cutMs = nowMs + 2 * fiveMinutesMs;
      expect(await dispatch.pruneStatistics(fence, cutMs, 1)).to.equal(true);
      expect(await dispatch.pruneStatistics(fence, cutMs, 1)).to.equal(true);
      expect(await dispatch.pruneStatistics(fence, cutMs, 1)).to.equal(false);
      expect(await lastDay(stores, cutMs)).to.include({ attempts: 1 });

      while (await dispatch.pruneAttempts(fence, cutMs + 1, 2));
      for (let steps = 0; await dispatch.pruneDeliveries(fence, cutMs + 1, 2); steps += 1) {
        if (steps > 20) throw new Error('there is no end to it');
      }
      expect(await stores.resends.statistics(id, userId)).to.deep.include({
        failures: [],
        overTime: [],
        byState: { PENDING: 0, RETRYING: 0, DELIVERED: 2, FAILED: 1, SKIPPED: 0, CANCELLED: 0 },
      });
      while (await stores.retention.pruneResends(cutMs + 1, 2));
      expect(await stores.resends.statistics(id, userId)).to.equal(null);
    });

    it('show breakers until they close, and hand them over to the next engine', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord()]);
      const fence = await lead(stores);
      const { dispatch } = stores;
      const breaker = async (atMs: number) =>
        (await stores.endpoints.get('ep_in', userId, atMs))?.breaker;
      const note = (retryAtMs: number | null) =>
        dispatch.saveBreakers(fence, [{ endpointId: 'ep_in', retryAtMs, atMs: nowMs }], limits);
      await note(nowMs + 10);
      expect(await breaker(nowMs)).to.deep.equal({ state: 'OPEN', retryAtMs: nowMs + 10 });
      expect(await breaker(nowMs + 10)).to.deep.equal({ state: 'HALF_OPEN', retryAtMs: null });
      await note(nowMs + 30);
      expect(await breaker(nowMs + 10)).to.deep.equal({ state: 'OPEN', retryAtMs: nowMs + 30 });
      await note(null);
      expect(await breaker(nowMs)).to.deep.equal({ state: 'CLOSED', retryAtMs: null });
      await note(nowMs + 30);
      expect(await dispatch.restoreBreakers(fence, 1)).to.deep.equal(['ep_in']);
      expect(await breaker(nowMs)).to.deep.equal({ state: 'OPEN', retryAtMs: nowMs + 30 });
      expect(await dispatch.restoreBreakers(fence, 0)).to.deep.equal([]);
      expect(await breaker(nowMs)).to.deep.equal({ state: 'CLOSED', retryAtMs: null });
    });

    it('tell what receivers had before, by endpoint and event type, and add up to delivered', async () => {
      await using stores = await open();
      const other = eventRecord({ id: 'evt_other', type: 'OTHER', occurredAtUs: startUs - 1 });
      await seed(stores, [accountRecord(), endpointRecord(), other]);
      const { id, deliveries, record } = await work(stores, 4);
      const [a, b, c, d, e] = deliveries;
      await record([attempt(a, { isDuplicate: true }), attempt(b, { isDuplicate: false })], nowMs);
      await record([attempt(c, { isDuplicate: false }), delivered(d)], nowMs);
      // What is recorded again does not count again, nor does what failed.
      await record([attempt(c, { isDuplicate: true }), failed(e)], nowMs);

      const { receipts } = await current(stores, id);
      expect(receipts).to.deep.equal({ fresh: 2, knownBefore: 1, notSaid: 1 });
      const type = 'QR_CODE_COPY_AND_PASTE_PAID';
      expect((await stores.resends.statistics(id, userId))?.receipts).to.deep.equal([
        { endpointId: 'ep_in', eventType: 'OTHER', fresh: 0, knownBefore: 1, notSaid: 0 },
        { endpointId: 'ep_in', eventType: type, fresh: 2, knownBefore: 0, notSaid: 1 },
      ]);
      const from = { resendId: id, cursorPosition: null, direction: 'NEXT' } as const;
      const query = { ...ANY_DELIVERY, ...from };
      const page = await stores.resends.listDeliveries({ ...query, limit: 5 });
      expect(page.deliveries.map(({ isDuplicate }) => isDuplicate)).to.deep.equal([
        true,
        false,
        false,
        null,
        null,
      ]);
    });

    it('are not written by a dispatcher that was fenced off', async () => {
      await using stores = await open();
      const { fence, deliveries, record } = await work(stores, 2);
      await stores.leases.release(fence);
      await lead(stores, 'the next one');
      const writes = [
        () => record([delivered(deliveries[0])], nowMs),
        () =>
          stores.dispatch.saveBreakers(
            fence,
            [{ endpointId: 'ep_in', retryAtMs: nowMs, atMs: nowMs }],
            limits,
          ),
        () => stores.dispatch.restoreBreakers(fence, 1),
        () => stores.dispatch.pruneStatistics(fence, nowMs, 1),
      ];
      for (const write of writes) {
        const error = await write().catch((thrown: unknown) => thrown);
        expect(error).to.have.property('name', 'FencedOffError');
      }
      expect(await lastDay(stores, nowMs)).to.include({ attempts: 0 });
    });
  });
}

/** Tuples, so that each delivery has a name without a check. */
type Many = [Key, Key, Key, Key, Key, Key, ...Key[]];
type Key = PlannedDelivery;

/** An attempt that settles its delivery. */
function attempt(
  delivery: PlannedDelivery,
  change: Partial<AttemptOutcome>,
  errorClass: ErrorClass | null = null,
): AttemptRecord {
  const record = errorClass === null ? delivered(delivery) : failed(delivery);
  const attempts = record.attempts.map((one) => ({ ...one, errorClass, ...change }));
  return { ...record, attempts };
}
