import { expect } from 'chai';

import { ANY_DELIVERY } from '@webhooks/domain';
import type { AttemptOutcome, PlannedDelivery, AttemptRecord } from '@webhooks/domain';

import { after, delivered, failed, retrying, start, unattempted } from './dispatching.ts';
import {
  accept,
  accountRecord,
  current,
  endpointRecord,
  eventRecords,
  lead,
  nowMs,
  seed,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

/** What holds for recorded outcomes. */
export function recordSuite(open: OpenStores): void {
  describe('recording', () => {
    /** A resend of so many events in work. */
    async function work(stores: Stores, events: number) {
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(events)]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      const deliveries = await start(stores, fence, id);
      const record = (records: readonly AttemptRecord[], atMs: number) =>
        stores.dispatch.record(fence, records, atMs);
      return { fence, id, deliveries, record };
    }

    it('counts outcomes so that the total is always their sum', async () => {
      await using stores = await open();
      const { id, deliveries, record } = await work(stores, 6);
      const [a, b, c, d, e, f] = deliveries as Many;
      expect(await current(stores, id)).to.include({ total: 6, delivered: 0, pending: 6 });

      expect(await record([delivered(a), failed(b), retrying(c, nowMs)], nowMs)).to.deep.equal([]);
      expect(await current(stores, id)).to.include({
        status: 'PROCESSING',
        total: 6,
        delivered: 1,
        failed: 1,
        pending: 4,
      });
      const skipped = unattempted(d, { state: 'SKIPPED', reason: 'endpoint_gone' });
      const cancelled = unattempted(e, { state: 'CANCELLED', reason: 'cancelled' });
      await record([delivered(after(1, c)), skipped, cancelled], nowMs);
      const settled = await record([failed(f)], nowMs + 7);
      expect(settled).to.deep.equal([id]);
      expect(await current(stores, id)).to.include({
        status: 'FAILED',
        detail: '4 of 6 deliveries did not succeed: 2 failed, 1 skipped, 1 cancelled',
        delivered: 2,
        failed: 4,
        pending: 0,
        finishedAtMs: nowMs + 7,
        updatedAtMs: nowMs + 7,
      });
    });

    it('completes a resend with its last success, in the same transaction', async () => {
      await using stores = await open();
      const { id, deliveries, record } = await work(stores, 3);
      expect(await record(deliveries.map(delivered), nowMs)).to.deep.equal([id]);
      expect(await current(stores, id)).to.include({ status: 'COMPLETED', detail: null });
      expect((await stores.dispatch.loadResend(id))?.status).to.equal('COMPLETED');
    });

    it('counts an attempt that a closing connection took, with a number of its own', async () => {
      await using stores = await open();
      const { id, deliveries, record } = await work(stores, 1);
      const [first] = deliveries as Many;
      const errorClass = 'closed_before_answer';
      const again = retrying(first, nowMs);
      const closed = again.attempts.map((attempt): AttemptOutcome => ({ ...attempt, errorClass }));
      await record([{ ...again, attempts: [...closed, ...again.attempts] }], nowMs);
      const limit = { rows: 10, bytes: 1_000 };
      const [due] = await stores.dispatch.loadDue(first.endpointId, nowMs, nowMs, limit);
      expect(due).to.include({ attempts: 2, closedAttempts: 1 });
      const last = delivered(after(2, first));
      await record([{ ...last, attempts: [...closed, ...last.attempts] }], nowMs);
      const attempts = await stores.resends.listAttempts(id, first.position);
      expect(attempts?.map((attempt) => [attempt.number, attempt.errorClass])).to.deep.equal([
        [1, errorClass],
        [2, 'http_status'],
        [3, errorClass],
        [4, null],
      ]);
      const [listed] = (await stores.resends.listDeliveries(list(id))).deliveries;
      expect(listed).to.include({ state: 'DELIVERED', attempts: 4, lastErrorClass: null });
    });

    it('never overwrites what is settled', async () => {
      await using stores = await open();
      const { id, deliveries, record } = await work(stores, 2);
      const [first] = deliveries as Many;
      await record([delivered(first)], nowMs);
      const before = await stores.resends.listDeliveries(list(id));
      await record([failed(first), retrying(first, nowMs)], nowMs + 5);
      await record([unattempted(first, { state: 'FAILED', reason: 'expired' })], nowMs + 5);
      expect(await stores.resends.listDeliveries(list(id))).to.deep.equal(before);
      expect(await stores.resends.listAttempts(id, first.position)).to.have.length(1);
      expect(await current(stores, id)).to.include({ delivered: 1, failed: 0, pending: 1 });
    });

    it('counts the same delivery once within a group', async () => {
      await using stores = await open();
      const { id, deliveries, record } = await work(stores, 1);
      const [only] = deliveries as Many;
      await record([delivered(only), delivered(only)], nowMs);
      expect(await current(stores, id)).to.include({ total: 1, delivered: 1 });
    });

    it('numbers attempts from 1 and keeps each of them as it was', async () => {
      await using stores = await open();
      const { id, deliveries, record } = await work(stores, 1);
      const [only] = deliveries as Many;
      await record([retrying(only, nowMs + 5)], nowMs);
      await record([retrying(after(1, only), nowMs + 9), delivered(after(2, only))], nowMs);
      const attempts = await stores.resends.listAttempts(id, only.position);
      expect(attempts?.map(({ number, httpStatus }) => [number, httpStatus])).to.deep.equal([
        [1, 500],
        [2, 500],
        [3, 204],
      ]);
      const [first] = attempts ?? [];
      expect([...(first?.responseSnippet ?? [])]).to.deep.equal([0, 255, 10]);
      expect(first).to.include({
        startedAtMs: nowMs,
        durationMs: 12,
        errorClass: 'http_status',
        errorMessage: 'answered 500',
      });
      expect(await stores.resends.listAttempts(id, 2)).to.equal(null);
    });

    it('is done once, however often it is repeated, and says each time what is settled', async () => {
      await using stores = await open();
      const { id, deliveries, record } = await work(stores, 3);
      const [a, b, c] = deliveries as Many;
      const twice = async (records: readonly AttemptRecord[]) => {
        const answers = [await record(records, nowMs), await record(records, nowMs + 1)];
        expect(answers[1]).to.deep.equal(answers[0]);
        return answers[0];
      };
      expect(await twice([delivered(a), failed(b), retrying(c, nowMs + 5)])).to.deep.equal([]);
      expect(await current(stores, id)).to.include({ delivered: 1, failed: 1, pending: 1 });
      const states = async () => (await stores.resends.statistics(id, userId))?.byState;
      expect(await states()).to.include({ RETRYING: 1, PENDING: 0 });
      expect(await stores.resends.listAttempts(id, c.position)).to.have.length(1);
      expect(await twice([delivered(after(1, c))])).to.deep.equal([id]);
      expect(await current(stores, id)).to.include({ status: 'FAILED', delivered: 2, failed: 1 });
      expect(await states()).to.include({ RETRYING: 0 });
      const statistics = await stores.endpoints.statistics('ep_in', userId, 1, nowMs);
      expect(statistics?.buckets.map(({ attempts }) => attempts)).to.deep.equal([4]);
    });

    it('keeps the last attempt beside the reason of a delivery settled without one', async () => {
      await using stores = await open();
      const { id, deliveries, record } = await work(stores, 1);
      const [only] = deliveries as Many;
      await record([retrying(only, nowMs + 5)], nowMs);
      await record([unattempted(only, { state: 'FAILED', reason: 'expired' })], nowMs + 9);
      const page = await stores.resends.listDeliveries(list(id));
      expect(page.deliveries[0]).to.include({
        state: 'FAILED',
        reason: 'expired',
        attempts: 1,
        lastHttpStatus: 500,
        lastErrorClass: 'http_status',
        nextAttemptAtMs: null,
        settledAtMs: nowMs + 9,
      });
    });

    it('settles several resends in one group', async () => {
      await using stores = await open();
      const { fence, id, deliveries, record } = await work(stores, 2);
      const other = await accept(stores);
      const others = await start(stores, fence, other.id);
      const settled = await record([...deliveries, ...others].map(delivered), nowMs);
      expect([...settled].sort()).to.deep.equal([id, other.id]);
    });

    it('takes an empty group', async () => {
      await using stores = await open();
      expect(await stores.dispatch.record(await lead(stores), [], nowMs)).to.deep.equal([]);
    });
  });
}

/** Tuples, so that each delivery has a name without a check. */
type Many = [Key, Key, Key, Key, Key, Key, ...Key[]];
type Key = PlannedDelivery;

function list(resendId: number) {
  const from = { resendId, cursorPosition: null, direction: 'NEXT' } as const;
  return { ...ANY_DELIVERY, ...from, limit: 50 };
}
