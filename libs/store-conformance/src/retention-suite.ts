import { expect } from 'chai';
import fc from 'fast-check';

import { ANY_DELIVERY } from '@webhooks/domain';
import type { Fence, AttemptRecord } from '@webhooks/domain';

import {
  begin,
  countAll,
  delivered,
  deliverAll,
  failed,
  planAll,
  retrying,
  start,
  unattempted,
} from './dispatching.ts';
import {
  accept,
  accountRecord,
  current,
  endpointRecord,
  eventRecords,
  lead,
  nowMs,
  request,
  seed,
  selection,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';
import { untilDone } from './until-done.ts';

const limit = 3;
/** Everything that was settled here was settled before. */
const laterMs = nowMs + 1;

/** What holds when what is old is removed. */
export function retentionSuite(open: OpenStores): void {
  describe('retention', () => {
    it('removes attempts first and leaves the deliveries as they were', async () => {
      await using stores = await open();
      const { fence, id } = await settled(stores, 8);
      const before = await deliveriesOf(stores, id);
      const steps = await untilDone(() => stores.dispatch.pruneAttempts(fence, laterMs, limit));
      expect(steps).to.be.greaterThan(2);
      expect(await stores.resends.listAttempts(id, 1)).to.deep.equal([]);
      expect(await deliveriesOf(stores, id)).to.deep.equal(before);
      expect(await current(stores, id)).to.include({ deliveriesPruned: false });
    });

    it('removes deliveries in small steps, and the counts stay true', async () => {
      await using stores = await open();
      const { fence, id } = await settled(stores, 8);
      const { deliveriesPruned: _, ...before } = await current(stores, id);
      await untilDone(() => stores.dispatch.pruneAttempts(fence, laterMs, limit));
      expect(await stores.dispatch.pruneDeliveries(fence, laterMs, limit)).to.equal(true);
      expect((await deliveriesOf(stores, id)).map(({ position }) => position)).to.deep.equal([
        4, 5, 6, 7, 8,
      ]);
      expect(await current(stores, id)).to.deep.equal({ ...before, deliveriesPruned: true });
      await untilDone(() => stores.dispatch.pruneDeliveries(fence, laterMs, limit));
      expect(await deliveriesOf(stores, id)).to.deep.equal([]);
      expect(await current(stores, id)).to.deep.equal({ ...before, deliveriesPruned: true });
      expect(await stores.resends.listAttempts(id, 1)).to.equal(null);
    });

    it('leaves alone what is not settled, or was settled later', async () => {
      await using stores = await open();
      const { fence, id } = await settled(stores, 2);
      const { id: unsettled } = await accept(stores);
      const [first] = await start(stores, fence, unsettled);
      if (first === undefined) throw new Error('nothing planned');
      await stores.dispatch.record(fence, [retrying(first, nowMs)], nowMs);
      await pruneAll(stores, fence, nowMs);
      expect(await deliveriesOf(stores, id)).to.have.length(2);
      expect(await stores.resends.listAttempts(id, 1)).to.have.length(1);
      await pruneAll(stores, fence, laterMs);
      expect(await stores.resends.get(id, userId)).to.equal(null);
      expect(await deliveriesOf(stores, unsettled)).to.have.length(2);
      expect(await stores.resends.listAttempts(unsettled, 1)).to.have.length(1);
    });

    it('goes on with a resend that it had begun before the process died', async () => {
      await using stores = await open();
      const { fence, id } = await settled(stores, 8);
      await stores.dispatch.pruneAttempts(fence, laterMs, limit);
      await stores.dispatch.pruneAttempts(fence, laterMs, limit);
      const next = await lead(stores);
      await untilDone(() => stores.dispatch.pruneAttempts(next, laterMs, limit));
      await stores.dispatch.pruneDeliveries(next, laterMs, limit);
      const last = await lead(stores);
      await untilDone(() => stores.dispatch.pruneDeliveries(last, laterMs, limit));
      expect(await deliveriesOf(stores, id)).to.deep.equal([]);
    });

    it('is refused to a dispatcher that is no longer the active one', async () => {
      await using stores = await open();
      const { fence, id } = await settled(stores, 1);
      await lead(stores);
      for (const prune of ['pruneAttempts', 'pruneDeliveries'] as const) {
        const pruned: unknown = await stores.dispatch[prune](fence, laterMs, limit).catch(
          (error: unknown) => error,
        );
        expect(pruned).to.be.instanceOf(Error).with.property('name', 'FencedOffError');
      }
      expect(await stores.resends.listAttempts(id, 1)).to.have.length(1);
    });

    it('keeps the deliveries that a retry is made of until it is settled', async () => {
      await using stores = await open();
      const { fence, id } = await settled(stores, 4);
      const retry = await accept(stores, { retryOfId: id });
      await pruneAll(stores, fence, laterMs);
      expect(await begin(stores, fence, retry.id)).to.equal(2);
      const planned = await planAll(stores, fence, retry.id);
      await pruneAll(stores, fence, laterMs);
      expect(await deliveriesOf(stores, id)).to.have.length(4);
      await stores.dispatch.record(fence, planned.map(delivered), nowMs);
      await pruneAll(stores, fence, laterMs);
      expect(await deliveriesOf(stores, id)).to.deep.equal([]);
    });

    it('lets nothing be retried of which deliveries are gone, unless nothing had failed', async () => {
      await using stores = await open();
      const { fence, id } = await settled(stores, 8);
      const fine = await accept(stores);
      await deliverAll(stores, fence, fine.id);
      await untilDone(() => stores.dispatch.pruneAttempts(fence, laterMs, 100));
      await stores.dispatch.pruneDeliveries(fence, laterMs, limit);
      const [refused] = await stores.resends.accept([request({ retryOfId: id })]);
      expect(refused?.kind === 'refused' && refused.error.code).to.equal('deliveries_pruned');
      await untilDone(() => stores.dispatch.pruneDeliveries(fence, laterMs, limit));
      const retry = await accept(stores, { retryOfId: fine.id });
      expect(await begin(stores, fence, retry.id)).to.equal(0);
    });

    it('does not let what is held back keep the rest', async () => {
      await using stores = await open();
      const { fence, id } = await settled(stores, 3);
      const { id: other } = await accept(stores);
      await deliverAll(stores, fence, other);
      await accept(stores, { retryOfId: id });
      await pruneAll(stores, fence, laterMs);
      expect(await deliveriesOf(stores, id)).to.have.length(3);
      expect(await deliveriesOf(stores, other)).to.deep.equal([]);
    });

    it('removes settled resends with their keys once their deliveries are gone', async () => {
      await using stores = await open();
      const { fence, id } = await settled(stores, 4);
      const idempotency = { key: 'k', fingerprint: 'f' };
      const keyed = await accept(stores, { idempotency });
      await deliverAll(stores, fence, keyed.id);
      const { retention, resends } = stores;
      expect(await retention.pruneResends(laterMs, limit)).to.equal(false);
      expect(await resends.get(id, userId)).not.to.equal(null);
      await untilDone(() => stores.dispatch.pruneAttempts(fence, laterMs, limit));
      await untilDone(() => stores.dispatch.pruneDeliveries(fence, laterMs, limit));
      expect(await retention.pruneResends(nowMs, limit)).to.equal(false);
      expect(await untilDone(() => retention.pruneResends(laterMs, limit))).to.be.greaterThan(1);
      expect(await resends.get(id, userId)).to.equal(null);
      expect(await resends.unpublishedJobs(10)).to.deep.equal([]);
      const again = await accept(stores, { idempotency: { ...idempotency, fingerprint: 'g' } });
      expect(again.id).to.be.greaterThan(keyed.id);
    });

    it('removes keys of yesterday, and acts from before a moment', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord()]);
      for (let index = 0; index < 5; index += 1) {
        await accept(stores, {
          idempotency: { key: `k${index}`, fingerprint: 'f' },
          nowMs: nowMs + index,
        });
      }
      const { retention } = stores;
      const dayMs = 24 * 3600 * 1000;
      expect(await retention.pruneIdempotencyKeys(nowMs + 3 + dayMs, 3)).to.equal(true);
      expect(await retention.pruneIdempotencyKeys(nowMs + 3 + dayMs, 3)).to.equal(false);

      await stores.audit.extendChain(5);
      const acts = async () =>
        (await stores.audit.list({ filter: null, beforeId: null, limit: 10 })).records.length;
      expect(await retention.pruneAuditRecords(nowMs + 4, 3)).to.equal(true);
      expect(await acts()).to.equal(2);
      expect(await retention.pruneAuditRecords(nowMs + 4, 3)).to.equal(false);
      expect(await acts()).to.equal(1);
    });

    it('keeps the outcome that was settled last, whichever resend goes first', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(2)]);
      const fence = await lead(stores);
      const { dispatch } = stores;
      const [slow, held] = await start(stores, fence, (await accept(stores)).id);
      const fast = await start(stores, fence, (await accept(stores)).id);
      if (slow === undefined || held === undefined) throw new Error('nothing planned');
      await dispatch.record(fence, [failed(slow)], nowMs);
      await dispatch.record(fence, fast.map(delivered), nowMs + 1);
      await dispatch.record(fence, [failed(held)], nowMs + 2);
      await untilDone(() => dispatch.pruneAttempts(fence, nowMs + 3, limit));
      await untilDone(() => dispatch.pruneDeliveries(fence, nowMs + 3, 1));
      const { id } = await accept(stores, { selection: selection({ deliveryState: 'FAILED' }) });
      expect(await countAll(stores, id)).to.equal(1);
    });

    it('never changes what a predicate finds, whenever things are removed', async function () {
      this.timeout(120_000);
      const outcome = fc.constantFrom<Outcome>('DELIVERED', 'FAILED', 'SKIPPED');
      const step = fc.oneof(
        { weight: 2, arbitrary: fc.array(outcome, { minLength: 1, maxLength: 5 }) },
        { weight: 1, arbitrary: fc.constant('prune' as const) },
      );
      const steps = fc.array(step, { maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(steps, steps, async (before, after) => {
          await using stores = await open();
          const endpoints = ['ep_1', 'ep_2'].map((id) => endpointRecord({ id }));
          await seed(stores, [accountRecord(), ...endpoints, ...eventRecords(3)]);
          const fence = await lead(stores);
          const known = new Map<number, Outcome>();
          for (const taken of before) await take(stores, fence, taken, known);
          const expected = [...known].filter(([, last]) => last === 'FAILED').length;
          const asked = selection({ deliveryState: 'FAILED' });
          const { id } = await accept(stores, { selection: asked });
          for (const taken of after) await take(stores, fence, taken, known);
          expect(await countAll(stores, id)).to.equal(expected);
          await begin(stores, fence, id);
          expect(await planAll(stores, fence, id, [{ rows: 2, bytes: 1e6 }])).to.have.length(
            expected,
          );
        }),
        { numRuns: 60 },
      );
    });
  });
}

type Outcome = 'DELIVERED' | 'FAILED' | 'SKIPPED';

/** A resend of so many events, every other one failed; settled. */
async function settled(stores: Stores, events: number): Promise<{ fence: Fence; id: number }> {
  await seed(stores, [accountRecord(), endpointRecord(), ...eventRecords(events)]);
  const fence = await lead(stores);
  const { id } = await accept(stores);
  const deliveries = await start(stores, fence, id);
  const records = deliveries.map((delivery, index) =>
    index % 2 === 0 ? failed(delivery) : delivered(delivery),
  );
  await stores.dispatch.record(fence, records, nowMs);
  return { fence, id };
}

/** Delivers everything again with these outcomes, or removes all that may be removed. */
async function take(
  stores: Stores,
  fence: Fence,
  step: readonly Outcome[] | 'prune',
  known: Map<number, Outcome>,
): Promise<void> {
  if (step === 'prune') return pruneAll(stores, fence, laterMs);
  const { id } = await accept(stores);
  const deliveries = await start(stores, fence, id);
  const records = deliveries.map((delivery, index): AttemptRecord => {
    const outcome = step[index % step.length] ?? 'DELIVERED';
    if (outcome === 'SKIPPED') {
      return unattempted(delivery, { state: 'SKIPPED', reason: 'endpoint_disabled' });
    }
    known.set(delivery.position, outcome);
    return outcome === 'FAILED' ? failed(delivery) : delivered(delivery);
  });
  await stores.dispatch.record(fence, records, nowMs);
}

async function pruneAll(stores: Stores, fence: Fence, beforeMs: number): Promise<void> {
  await untilDone(() => stores.dispatch.pruneAttempts(fence, beforeMs, limit));
  await untilDone(() => stores.dispatch.pruneDeliveries(fence, beforeMs, limit));
  await untilDone(() => stores.retention.pruneResends(beforeMs, limit));
}

async function deliveriesOf({ resends }: Stores, resendId: number) {
  const from = { resendId, cursorPosition: null, direction: 'NEXT' } as const;
  return (await resends.listDeliveries({ ...ANY_DELIVERY, ...from, limit: 50 })).deliveries;
}
