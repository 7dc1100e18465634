import { expect } from 'chai';

import { deliverAll, failed, retrying, start } from './dispatching.ts';
import {
  accept,
  accountRecord,
  endpointRecord,
  eventRecords,
  lead,
  nowMs,
  actor,
  seed,
  selection,
  userId,
} from './fixtures.ts';
import type { OpenStores } from './stores.ts';

/** What holds for the look at what waits. */
export function backlogSuite(open: OpenStores): void {
  describe('backlog', () => {
    const single = selection({ objectReferenceId: 1000 });
    const nothing = {
      unsettled: 0,
      waitingDeliveries: 0,
      oldestUnsettledAtMs: null,
      oldestUnstartedAtMs: null,
    };

    it('is empty at first', async () => {
      await using stores = await open();
      expect(await stores.backlog.read(10)).to.deep.equal({
        modes: { interactive: nothing, bulk: nothing },
        jobs: { unpublished: 0, published: 0 },
        notifications: { unsettled: 0, oldestAtMs: null },
      });
    });

    it('tells the oldest of each mode, unstarted until it is begun, unsettled until it is settled', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(3)]);
      const bulk = await accept(stores, { nowMs });
      await accept(stores, { nowMs: nowMs + 10 });
      await accept(stores, { nowMs: nowMs + 20, selection: single });
      const before = await stores.backlog.read(10);
      expect(before.modes).to.deep.equal({
        interactive: {
          ...nothing,
          unsettled: 1,
          oldestUnsettledAtMs: nowMs + 20,
          oldestUnstartedAtMs: nowMs + 20,
        },
        bulk: {
          ...nothing,
          unsettled: 2,
          oldestUnsettledAtMs: nowMs,
          oldestUnstartedAtMs: nowMs,
        },
      });
      expect(before.jobs).to.deep.equal({ unpublished: 3, published: 0 });

      const fence = await lead(stores);
      const receipt = { stream: 'RESENDS@1', sequence: 5 };
      await stores.resends.markPublished([{ resendId: bulk.id, receipt }], nowMs);
      const [first, second] = await start(stores, fence, bulk.id);
      const begun = await stores.backlog.read(10);
      expect(begun.jobs).to.deep.equal({ unpublished: 2, published: 1 });
      expect(begun.modes.bulk).to.include({
        waitingDeliveries: 3,
        oldestUnsettledAtMs: nowMs,
        oldestUnstartedAtMs: nowMs + 10,
      });

      if (first === undefined || second === undefined) throw new Error('nothing planned');
      await stores.dispatch.record(fence, [failed(first), retrying(second, nowMs)], nowMs);
      expect((await stores.backlog.read(10)).modes.bulk).to.include({ waitingDeliveries: 2 });
      const settled = await accept(stores, { nowMs: nowMs - 10 });
      await deliverAll(stores, fence, settled.id);
      expect((await stores.backlog.read(10)).modes.bulk).to.include({ oldestUnsettledAtMs: nowMs });
    });

    it('does not wait for what is paused', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      const { id } = await accept(stores);
      await stores.resends.control({ id, userId, action: 'PAUSE', actor, nowMs });
      expect((await stores.backlog.read(10)).modes.bulk).to.deep.equal({
        ...nothing,
        unsettled: 1,
      });
    });

    it('looks at a bounded number of the oldest', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      for (let count = 0; count < 5; count += 1) await accept(stores, { nowMs: nowMs + count });
      const { modes, jobs } = await stores.backlog.read(3);
      expect(modes.bulk).to.include({ unsettled: 3, oldestUnsettledAtMs: nowMs });
      expect(jobs.unpublished).to.equal(3);
    });
  });
}
