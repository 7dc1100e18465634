import { expect } from 'chai';
import fc from 'fast-check';

import type { Fence, PlannedDelivery, AttemptRecord } from '@webhooks/domain';

import {
  begin,
  countAll,
  delivered,
  deliverAll,
  failed,
  planAll,
  start,
  unattempted,
} from './dispatching.ts';
import {
  accept,
  accountRecord,
  current,
  endpointRecord,
  eventRecord,
  eventRecords,
  lead,
  nowMs,
  request,
  seed,
  selection,
  startUs,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

type Outcome = 'DELIVERED' | 'FAILED' | 'CANCELLED' | 'SKIPPED';

/** What holds for resends of what failed in another one. */
export function retryFailedSuite(open: OpenStores): void {
  describe('retry of what failed', () => {
    /** Six events for two endpoints, sent and settled with these outcomes, which go round. */
    async function settled(stores: Stores, outcomes: readonly Outcome[]) {
      const endpoints = ['ep_1', 'ep_2'].map((id) => endpointRecord({ id }));
      await seed(stores, [accountRecord(), ...endpoints, ...eventRecords(6)]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      const deliveries = await start(stores, fence, id);
      await settle(stores, fence, deliveries, outcomes);
      return { fence, id, deliveries };
    }

    it('takes exactly what did not succeed, in its order, to the same endpoints', async () => {
      await using stores = await open();
      const outcomes = ['DELIVERED', 'FAILED', 'CANCELLED', 'SKIPPED'] as const;
      const { fence, id, deliveries } = await settled(stores, outcomes);
      const retry = await accept(stores, { retryOfId: id });
      expect(retry).to.include({ retryOfId: id, total: 0, status: 'PENDING' });
      const expected = deliveries.filter(({ position }) => position % 4 !== 1).map(pairOf);
      expect(await countAll(stores, retry.id)).to.equal(9);
      expect((await start(stores, fence, retry.id)).map(pairOf)).to.deep.equal(expected);
      expect(await current(stores, retry.id)).to.include({ total: 9, pending: 9 });
      expect((await stores.dispatch.loadResend(retry.id))?.endpointIds).to.deep.equal([
        'ep_1',
        'ep_2',
      ]);
    });

    it('keeps to what failed, whatever happens to events and endpoints since', async () => {
      await using stores = await open();
      const { fence, id, deliveries } = await settled(stores, ['FAILED', 'DELIVERED']);
      const asked = selection({ deliveryState: 'NEVER_ATTEMPTED', eventTypes: ['X'] });
      const retry = await accept(stores, { retryOfId: id, selection: asked });
      await seed(stores, [
        endpointRecord({ id: 'ep_1', typeWebhook: 'CASHOUT', disabledReason: 'by_owner' }),
        endpointRecord({ id: 'ep_3' }),
        eventRecord({ id: 'evt_later', objectReferenceId: 9, occurredAtUs: startUs + 1 }),
      ]);
      await deliverAll(stores, fence, (await accept(stores)).id);
      const expected = deliveries.filter(({ endpointId }) => endpointId === 'ep_1').map(pairOf);
      expect((await start(stores, fence, retry.id)).map(pairOf)).to.deep.equal(expected);
      expect((await current(stores, retry.id)).selection).to.deep.equal(asked);
    });

    it('completes at once when nothing had failed', async () => {
      await using stores = await open();
      const { fence, id } = await settled(stores, ['DELIVERED']);
      const retry = await accept(stores, { retryOfId: id });
      expect(await begin(stores, fence, retry.id)).to.equal(0);
      expect(await current(stores, retry.id)).to.include({ status: 'COMPLETED', total: 0 });
    });

    it('is refused until the resend is settled, and for what is not the user’s', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(1)]);
      const { id } = await accept(stores);
      const requests = [
        request({ retryOfId: id }),
        request({ retryOfId: id, userId: 300 }),
        request({ retryOfId: 99 }),
      ];
      const results = await stores.resends.accept(requests);
      expect(
        results.map((result) => (result.kind === 'refused' ? result.error.code : result.kind)),
      ).to.deep.equal(['resend_not_settled', 'resend_not_found', 'resend_not_found']);
      expect(await stores.resends.unpublishedJobs(10)).to.have.length(1);
    });

    it('is one for the same idempotency key', async () => {
      await using stores = await open();
      const { id } = await settled(stores, ['FAILED']);
      const idempotency = { key: 'k', fingerprint: `retry of ${id}` };
      const retry = await accept(stores, { retryOfId: id, idempotency });
      const [again] = await stores.resends.accept([request({ retryOfId: id, idempotency })]);
      expect(again).to.deep.equal({ kind: 'already_accepted', resend: retry });
    });

    it('looks at what failed alone, not at the set', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(600)]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      const deliveries = await start(stores, fence, id);
      const records = deliveries.map((delivery) =>
        [1, 600].includes(delivery.position) ? failed(delivery) : delivered(delivery),
      );
      await stores.dispatch.record(fence, records, nowMs);
      const retry = await accept(stores, { retryOfId: id });
      await begin(stores, fence, retry.id);
      const limit = { rows: 2, bytes: 1_000_000 };
      const step = { resendId: retry.id, planned: 0, limit };
      const page = await stores.dispatch.planPage(fence, step, nowMs);
      expect(page.done).to.equal(true);
      expect(page.deliveries.map(({ eventId }) => eventId)).to.deep.equal(['evt_1', 'evt_600']);
    });

    it('is counted and planned alike for any outcomes, again and again', async function () {
      this.timeout(60_000);
      await using stores = await open();
      const outcome = fc.constantFrom<Outcome>('DELIVERED', 'FAILED', 'CANCELLED', 'SKIPPED');
      const round = fc.array(outcome, { minLength: 1, maxLength: 7 });
      const limit = fc.record({ rows: fc.integer({ min: 1, max: 5 }), bytes: fc.nat(200) });
      const { fence, id, deliveries } = await settled(stores, ['FAILED']);
      await fc.assert(
        fc.asyncProperty(
          fc.array(round, { minLength: 1, maxLength: 4 }),
          fc.array(limit, { minLength: 1, maxLength: 3 }),
          async (rounds, limits) => {
            let retriedId = id;
            let expected: readonly PlannedDelivery[] = deliveries;
            for (const outcomes of rounds) {
              const retry = await accept(stores, { retryOfId: retriedId });
              expect(await begin(stores, fence, retry.id)).to.equal(expected.length);
              const planned = await planAll(stores, fence, retry.id, limits);
              expect(planned.map(pairOf)).to.deep.equal(expected.map(pairOf));
              await settle(stores, fence, planned, outcomes);
              const { finishedAtMs, ...counts } = await current(stores, retry.id);
              expect(finishedAtMs).to.equal(nowMs);
              expected = planned.filter((_, index) => outcomeAt(outcomes, index) !== 'DELIVERED');
              expect(counts.failed).to.equal(expected.length);
              retriedId = retry.id;
            }
          },
        ),
        { numRuns: 40 },
      );
    });
  });
}

async function settle(
  stores: Stores,
  fence: Fence,
  deliveries: readonly PlannedDelivery[],
  outcomes: readonly Outcome[],
): Promise<void> {
  const records = deliveries.map((delivery, index) =>
    recordingOf(delivery, outcomeAt(outcomes, index)),
  );
  await stores.dispatch.record(fence, records, nowMs);
}

function outcomeAt(outcomes: readonly Outcome[], index: number): Outcome {
  return outcomes[index % outcomes.length] ?? 'DELIVERED';
}

function recordingOf(delivery: PlannedDelivery, outcome: Outcome): AttemptRecord {
  switch (outcome) {
    case 'DELIVERED':
      return delivered(delivery);
    case 'FAILED':
      return failed(delivery);
    case 'CANCELLED':
      return unattempted(delivery, { state: 'CANCELLED', reason: 'cancelled' });
    case 'SKIPPED':
      return unattempted(delivery, { state: 'SKIPPED', reason: 'endpoint_disabled' });
  }
}

function pairOf({ eventId, endpointId }: PlannedDelivery) {
  return { eventId, endpointId };
}
