import { expect } from 'chai';
import fc from 'fast-check';

import { noOptions } from '@webhooks/domain';
import type { PlannedDelivery } from '@webhooks/domain';

import { begin, countAll, delivered, failed, planAll, start } from './dispatching.ts';
import {
  accept,
  accountRecord,
  endpointRecord,
  eventRecord,
  eventRecords,
  lead,
  nowMs,
  seed,
  selection,
} from './fixtures.ts';
import { histories, pageLimits } from './history.ts';
import { expectedSet } from './model.ts';
import { createReplay } from './replay.ts';
import type { OpenStores } from './stores.ts';

/** What holds for the set of a resend: what is counted, planned and sent. */
export function predicateSuite(open: OpenStores): void {
  describe('set of a resend', () => {
    it('goes by the delivery that was settled last, whichever resend it is of', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), eventRecord()]);
      const fence = await lead(stores);
      const one = await start(stores, fence, (await accept(stores)).id);
      const other = await start(stores, fence, (await accept(stores)).id);
      await stores.dispatch.record(fence, other.map(failed), nowMs);
      const failedRequest = { selection: selection({ deliveryState: 'FAILED' }) };
      const between = await accept(stores, failedRequest);
      await stores.dispatch.record(fence, one.map(delivered), nowMs - 60_000);
      const after = await accept(stores, failedRequest);

      expect(await countAll(stores, between.id)).to.equal(1);
      expect(await countAll(stores, after.id)).to.equal(0);
    });

    it('goes by the outcome at acceptance, however often it is corrected later', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), eventRecord({ outcome: 'FAILED' })]);
      const { id } = await accept(stores, { selection: selection({ deliveryState: 'FAILED' }) });
      for (const outcome of ['DELIVERED', 'NEVER_ATTEMPTED', null] as const) {
        await seed(stores, [eventRecord({ outcome })]);
        expect(await countAll(stores, id)).to.equal(1);
      }
    });

    it('is the same whenever it is counted, in parts or as a whole', async () => {
      await using stores = await open();
      const endpoints = ['ep_1', 'ep_2', 'ep_3'].map((id) => endpointRecord({ id }));
      await seed(stores, [accountRecord(), ...endpoints, ...eventRecords(9_000)]);
      const { id } = await accept(stores);
      const step = await stores.dispatch.countStep(id, null);
      expect(step.count).to.be.lessThan(27_000);
      expect(step.cursor).not.to.equal(null);
      expect(await countAll(stores, id)).to.equal(27_000);
    });

    it('is what it was at acceptance, each once and in order, for any history', async function () {
      this.timeout(60_000);
      await using stores = await open();
      const fence = await lead(stores);
      let accounts = 0;
      await fc.assert(
        fc.asyncProperty(histories, pageLimits, async (history, pages) => {
          accounts += 1;
          const replay = await createReplay(stores, fence, accounts, history);
          for (const step of history.before) await replay.take(step);
          const { deliverTo } = replay;
          const expected = expectedSet(replay.model, replay.selection, deliverTo);
          const { id } = await accept(stores, {
            accountId: accounts,
            selection: replay.selection,
            options: { ...noOptions, deliverTo },
          });
          replay.hold(id, expected);
          for (const step of history.after) await replay.take(step);

          expect(await begin(stores, fence, id), 'counted').to.equal(expected.length);
          const planned = await planAll(stores, fence, id, pages);
          expect(planned.map(pairOf), 'planned').to.deep.equal(expected);
          expect(planned.map(({ position }) => position)).to.deep.equal(
            expected.map((_, index) => index + 1),
          );
        }),
        { numRuns: 120 },
      );
    });
  });
}

function pairOf({ eventId, endpointId }: PlannedDelivery) {
  return { eventId, endpointId };
}
