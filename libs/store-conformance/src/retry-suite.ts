import { expect } from 'chai';

import type { PlannedDelivery, RetryCursor } from '@webhooks/domain';

import { after, delivered, retrying, start, wideLimit } from './dispatching.ts';
import {
  accept,
  accountRecord,
  current,
  endpointRecord,
  eventRecord,
  lead,
  nowMs,
  seed,
  startUs,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

/** What holds for deliveries that wait for a retry, and for those that wait behind them. */
export function retrySuite(open: OpenStores): void {
  describe('retries', () => {
    /** Four events, the first, third and fourth of one object; in work for one endpoint. */
    async function work(stores: Stores) {
      const objects = [1, 2, 1, 1];
      const events = objects.map((objectReferenceId, index) =>
        eventRecord({
          id: `evt_${index + 1}`,
          objectReferenceId,
          occurredAtUs: startUs + index,
        }),
      );
      await seed(stores, [accountRecord(), endpointRecord(), ...events]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      const deliveries = await start(stores, fence, id);
      return { fence, id, deliveries: deliveries as [Planned, Planned, Planned, Planned] };
    }

    function positions(deliveries: readonly PlannedDelivery[]): number[] {
      return deliveries.map(({ position }) => position);
    }

    it('are loaded when they are due, longest due first', async () => {
      await using stores = await open();
      const { fence, deliveries } = await work(stores);
      const [a, b, c] = deliveries;
      const { dispatch } = stores;
      const records = [retrying(a, nowMs + 30), retrying(b, nowMs + 10), retrying(c, nowMs + 20)];
      await dispatch.record(fence, records, nowMs);

      expect(await dispatch.loadDue('ep_in', 0, nowMs + 9, wideLimit)).to.deep.equal([]);
      expect(positions(await dispatch.loadDue('ep_in', 0, nowMs + 20, wideLimit))).to.deep.equal([
        2, 3,
      ]);
      expect(
        positions(await dispatch.loadDue('ep_in', 0, nowMs + 99, { rows: 1, bytes: 0 })),
      ).to.deep.equal([2]);
      expect(await dispatch.loadDue('ep_other', 0, nowMs + 99, wideLimit)).to.deep.equal([]);
      const [due] = await dispatch.loadDue('ep_in', 0, nowMs + 10, wideLimit);
      expect(due).to.deep.equal({ ...b, attempts: 1 });
      expect(await dispatch.earliestDueAt('ep_in', 0, nowMs + 9)).to.equal(null);
      expect(await dispatch.earliestDueAt('ep_in', 0, nowMs + 20)).to.equal(nowMs + 10);
      expect(await dispatch.earliestDueAt('ep_in', nowMs + 11, nowMs + 20)).to.equal(nowMs + 20);
      expect(await dispatch.earliestDueAt('ep_other', 0, nowMs + 99)).to.equal(null);
      expect(
        positions(await dispatch.loadDue('ep_in', nowMs + 20, nowMs + 99, wideLimit)),
      ).to.deep.equal([3, 1]);
      expect(await dispatch.earliestDueAfter('ep_in', nowMs + 10)).to.equal(nowMs + 20);
      expect(await dispatch.earliestDueAfter('ep_in', nowMs + 30)).to.equal(null);
      expect(await dispatch.nextRetryByEndpoint('', 10)).to.deep.equal([
        { endpointId: 'ep_in', atMs: nowMs + 10 },
      ]);
    });

    it('are known per endpoint, and gone when they are settled', async () => {
      await using stores = await open();
      const { fence, deliveries } = await work(stores);
      await seed(stores, [endpointRecord({ id: 'ep_x' }), endpointRecord({ id: 'ep_y' })]);
      const other = await accept(stores);
      const planned = await start(stores, fence, other.id);
      const onX = planned.find(({ endpointId }) => endpointId === 'ep_x') as Planned;
      const { dispatch } = stores;
      await dispatch.record(
        fence,
        [retrying(deliveries[0], nowMs + 5), retrying(onX, nowMs + 1)],
        nowMs,
      );
      expect(await dispatch.nextRetryByEndpoint('', 10)).to.deep.equal([
        { endpointId: 'ep_in', atMs: nowMs + 5 },
        { endpointId: 'ep_x', atMs: nowMs + 1 },
      ]);
      expect(await dispatch.nextRetryByEndpoint('', 1)).to.deep.equal([
        { endpointId: 'ep_in', atMs: nowMs + 5 },
      ]);
      expect(await dispatch.nextRetryByEndpoint('ep_in', 1)).to.deep.equal([
        { endpointId: 'ep_x', atMs: nowMs + 1 },
      ]);
      expect(await dispatch.nextRetryByEndpoint('ep_x', 1)).to.deep.equal([]);
      await dispatch.record(fence, [delivered(after(1, deliveries[0]))], nowMs);
      expect(await dispatch.nextRetryByEndpoint('', 10)).to.deep.equal([
        { endpointId: 'ep_x', atMs: nowMs + 1 },
      ]);
    });

    it('hold back the later events of their object, which are loaded when it is free', async () => {
      await using stores = await open();
      const { fence, id, deliveries } = await work(stores);
      const [a, , c, d] = deliveries;
      const { dispatch } = stores;
      await dispatch.record(fence, [retrying(a, nowMs + 5)], nowMs);
      const held = async () =>
        (await dispatch.claim(fence, [id], wideLimit, nowMs)).resends[0]?.blocked;
      expect(await held()).to.deep.equal([
        { resendId: id, position: 1, endpointId: 'ep_in', objectReferenceId: 1 },
      ]);

      const successors = async (after: number, through: number, rows = 10): Promise<number[]> =>
        positions(
          await dispatch.loadSuccessors(id, 'ep_in', 1, after, through, { rows, bytes: 1_000_000 }),
        );
      expect(await successors(1, 4)).to.deep.equal([3, 4]);
      expect(await successors(1, 3)).to.deep.equal([3]);
      expect(await successors(3, 4)).to.deep.equal([4]);
      expect(await successors(0, 4, 1)).to.deep.equal([3]);
      expect(await dispatch.loadSuccessors(id, 'ep_in', 1, 1, 4, wideLimit)).to.deep.equal([c, d]);
      await dispatch.record(fence, [delivered(after(1, a)), delivered(c)], nowMs);
      expect(await held()).to.deep.equal([]);
      expect(await successors(1, 4)).to.deep.equal([4]);
    });

    it('are brought forward, so many at a time', async () => {
      await using stores = await open();
      const { fence, deliveries } = await work(stores);
      const { dispatch } = stores;
      await dispatch.record(
        fence,
        deliveries.map((delivery) => retrying(delivery, nowMs + 1_000)),
        nowMs,
      );
      expect(await dispatch.expedite(fence, 'ep_in', nowMs + 1, 3)).to.equal(3);
      expect(await dispatch.loadDue('ep_in', 0, nowMs + 1, wideLimit)).to.have.length(3);
      expect(await dispatch.expedite(fence, 'ep_in', nowMs + 1, 3)).to.equal(1);
      expect(await dispatch.expedite(fence, 'ep_in', nowMs + 1, 3)).to.equal(0);
    });

    it('that a clock scheduled which was ahead wait from now, page by page', async () => {
      await using stores = await open();
      const { fence, deliveries } = await work(stores);
      const [a, b, c, d] = deliveries;
      const { dispatch } = stores;
      // Each attempt ended 12 ms behind nowMs.
      const records = [
        retrying(a, nowMs + 12 + 5_000),
        retrying(b, nowMs + 12 + 30_000),
        retrying(c, nowMs + 12 + 30_000),
        retrying(d, nowMs + 12 + 86_400_000),
      ];
      await dispatch.record(fence, records, nowMs);
      const setBackMs = nowMs - 7_200_000;
      const moveAll = async (atMs: number): Promise<number> => {
        let cursor: RetryCursor | null = null;
        let pages = 0;
        do {
          const { moves, next } = await dispatch.retriesAheadOfClock('ep_in', cursor, atMs, 2);
          // Again, as when nobody knows whether it was done.
          await dispatch.rescheduleRetries(fence, moves);
          await dispatch.rescheduleRetries(fence, moves);
          cursor = next;
          pages += 1;
        } while (cursor !== null);
        return pages;
      };
      const dueAt = async (atMs: number) =>
        positions(await dispatch.loadDue('ep_in', 0, atMs, wideLimit));

      expect(await moveAll(nowMs + 12)).to.equal(3);
      expect(
        await dueAt(nowMs + 12 + 4_999),
        'a clock that is right changes nothing',
      ).to.have.length(0);
      expect(await moveAll(setBackMs)).to.equal(3);
      expect(await dueAt(setBackMs + 4_999)).to.deep.equal([]);
      expect(await dueAt(setBackMs + 5_000)).to.deep.equal([1]);
      expect(await dueAt(setBackMs + 29_999)).to.deep.equal([1]);
      expect(await dueAt(setBackMs + 30_000)).to.have.members([1, 2, 3]);
      expect(await dueAt(setBackMs + 86_399_999)).to.have.length(3);
      expect(await dueAt(setBackMs + 86_400_000)).to.have.length(4);
      await moveAll(setBackMs + 1_000);
      expect(await dueAt(setBackMs + 5_000), 'nothing is moved twice').to.deep.equal([1]);
      expect(await dueAt(setBackMs + 29_999)).to.deep.equal([1]);
    });

    it('are settled without an attempt, with all that waits, part by part', async () => {
      await using stores = await open();
      const { fence, id, deliveries } = await work(stores);
      const { dispatch } = stores;
      await dispatch.record(
        fence,
        [delivered(deliveries[0]), retrying(deliveries[1], nowMs + 5)],
        nowMs,
      );
      const settle = () =>
        dispatch.settleUnsent(fence, id, { state: 'FAILED', reason: 'expired' }, 2, nowMs + 9);
      expect([await settle(), await settle()]).to.deep.equal([2, 1]);
      expect(await current(stores, id)).to.include({
        status: 'FAILED',
        detail: '3 of 4 deliveries did not succeed: 3 failed',
        delivered: 1,
        failed: 3,
        finishedAtMs: nowMs + 9,
      });
      expect(await dispatch.nextRetryByEndpoint('', 10)).to.deep.equal([]);
      expect(await settle()).to.equal(0);
      expect(await current(stores, id)).to.include({ failed: 3, pending: 0 });
    });
  });
}

type Planned = PlannedDelivery;
