import { expect } from 'chai';
import fc from 'fast-check';

import type { ResendSelection, UndeliveredCounts } from '@webhooks/domain';

import { begin, countAll, deliverAll, delivered, failed, planAll, start } from './dispatching.ts';
import {
  accept,
  account,
  accountRecord,
  endpointRecord,
  eventRecord,
  eventRecords,
  lead,
  nowMs,
  originalRetryForMs,
  outcomeRecord,
  request,
  seed,
  selection,
} from './fixtures.ts';
import { histories, pageLimits } from './history.ts';
import { expectedSet, keyOf } from './model.ts';
import { createReplay } from './replay.ts';
import type { OpenStores, Stores } from './stores.ts';

const undelivered = selection({ deliveryState: 'UNDELIVERED' });
const withInHand = selection({ deliveryState: 'UNDELIVERED', includeInHand: true });

/** What holds for resends of what nobody delivered and nobody has in hand. */
export function undeliveredSuite(open: OpenStores): void {
  describe('resend of what is undelivered', () => {
    it('leaves out what was delivered at any time, whatever failed since', async () => {
      await using stores = await open();
      await seed(stores, [
        accountRecord(),
        endpointRecord(),
        eventRecord({ id: 'evt_1', outcome: 'DELIVERED' }),
        eventRecord({ id: 'evt_2', outcome: 'FAILED' }),
        eventRecord({ id: 'evt_3' }),
      ]);
      expect(await previewOf(stores)).to.deep.include({ deliveries: 2 });
      const fence = await lead(stores);
      await deliverAll(stores, fence, (await accept(stores)).id);
      const again = await start(stores, fence, (await accept(stores)).id);
      await stores.dispatch.record(fence, again.map(failed), nowMs);
      expect(
        await countAll(stores, (await accept(stores, { selection: undelivered })).id),
      ).to.equal(0);
    });

    it('knows of what was delivered when its deliveries are no longer kept', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), eventRecord()]);
      const fence = await lead(stores);
      await deliverAll(stores, fence, (await accept(stores)).id);
      const again = await start(stores, fence, (await accept(stores)).id);
      await stores.dispatch.record(fence, again.map(failed), nowMs);
      const laterMs = nowMs + 1_000;
      while (await stores.dispatch.pruneAttempts(fence, laterMs, 10));
      while (await stores.dispatch.pruneDeliveries(fence, laterMs, 10));
      const undeliveredSet = await accept(stores, { selection: undelivered });
      expect(await countAll(stores, undeliveredSet.id)).to.equal(0);
      const failedSet = await accept(stores, { selection: selection({ deliveryState: 'FAILED' }) });
      expect(await countAll(stores, failedSet.id)).to.equal(1);
    });

    it('leaves out what the sender retries, and takes it on request', async () => {
      await using stores = await open();
      const retried = { outcome: 'RETRYING', occurredAtUs: nowMs * 1000 } as const;
      await seed(stores, [
        accountRecord(),
        endpointRecord(),
        ...eventRecords(2),
        outcomeRecord({ eventId: 'evt_1', ...retried }),
      ]);
      const counts = { alreadyDelivered: 0, heldByResend: 0, retriedBySender: 1 };
      expect(await previewOf(stores)).to.deep.include({ deliveries: 1, undelivered: counts });
      expect(await previewOf(stores, withInHand)).to.deep.include({
        deliveries: 2,
        undelivered: counts,
      });
    });

    it('leaves out what another resend holds, until that has settled it', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(3)]);
      const fence = await lead(stores);
      const holder = await accept(stores);
      expect(await heldOf(stores), 'accepted').to.equal(3);
      const [first, second] = await start(stores, fence, holder.id);
      if (first === undefined || second === undefined) throw new Error('too little planned');
      expect(await heldOf(stores), 'planned').to.equal(3);
      await stores.dispatch.record(fence, [failed(first), delivered(second)], nowMs);
      expect(await previewOf(stores), 'partly settled').to.deep.include({
        deliveries: 1,
        undelivered: { alreadyDelivered: 1, heldByResend: 1, retriedBySender: 0 },
      });
    });

    it('gives everything to the first of several that are accepted together', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(3)]);
      const selections = [undelivered, undelivered, withInHand].map((asked) =>
        request({ selection: asked }),
      );
      const accepted = await stores.resends.accept(selections);
      const counts: number[] = [];
      // The last one first: what the others hold is not planned then.
      for (const result of accepted.toReversed()) {
        if (result.kind !== 'accepted') throw new Error(result.kind);
        counts.push(await countAll(stores, result.resend.id));
      }
      expect(counts).to.deep.equal([3, 0, 3]);
    });

    it('goes by what was in hand at acceptance, whatever became of it since', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(3)]);
      const fence = await lead(stores);
      const holder = await accept(stores);
      const { id } = await accept(stores, { selection: undelivered });
      const deliveries = await start(stores, fence, holder.id);
      await stores.dispatch.record(fence, deliveries.map(failed), nowMs);
      expect(await countAll(stores, id)).to.equal(0);
      const later = await accept(stores, { selection: undelivered });
      expect(await countAll(stores, later.id)).to.equal(3);
    });

    it('is the same counted, planned and shown, for any history and whatever is removed', async function () {
      this.timeout(120_000);
      await fc.assert(
        fc.asyncProperty(histories, pageLimits, async (history, pages) => {
          await using stores = await open();
          const fence = await lead(stores);
          const replay = await createReplay(stores, fence, account.id, history);
          for (const step of history.before) await replay.take(step);
          const asked: ResendSelection = { ...replay.selection, deliveryState: 'UNDELIVERED' };
          const expected = expectedSet(replay.model, asked);
          const { deliveries } = await previewOf(stores, asked);
          const { id } = await accept(stores, { selection: asked });
          replay.hold(id, expected);
          for (const step of history.after) await replay.take(step);

          expect(deliveries, 'shown').to.equal(expected.length);
          expect(await begin(stores, fence, id), 'counted').to.equal(expected.length);
          const planned = await planAll(stores, fence, id, pages);
          expect(planned.map(keyOf), 'planned').to.deep.equal(expected.map(keyOf));
        }),
        { numRuns: 60 },
      );
    });
  });
}

async function previewOf({ previews }: Stores, wanted: ResendSelection = undelivered) {
  const request = {
    ...{ userId: 246, accountId: account.id, deliverTo: null },
    ...{ selection: wanted, originalRetryForMs },
  };
  const result = await previews.preview(request, 60_000, nowMs);
  if (result.kind !== 'previewed') throw new Error(`not previewed: ${JSON.stringify(result)}`);
  return result.preview;
}

async function heldOf(stores: Stores): Promise<UndeliveredCounts['heldByResend'] | undefined> {
  return (await previewOf(stores)).undelivered?.heldByResend;
}
