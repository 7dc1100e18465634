import { expect } from 'chai';
import fc from 'fast-check';

import { ANY_DELIVERY } from '@webhooks/domain';
import type { AttemptRecord, EndpointProgress, Fence, PlannedDelivery } from '@webhooks/domain';

import {
  after,
  begin,
  delivered,
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
  eventRecord,
  eventRecords,
  lead,
  nowMs,
  seed,
  selection,
  startUs,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const expiresAfterMs = 3_600_000;

/** How far resends are at their endpoints. */
export function progressSuite(open: OpenStores): void {
  describe('progress at endpoints', () => {
    /** Six events, half of a type that ep_1 does not want. */
    async function seeded(stores: Stores): Promise<Fence> {
      const paid = 'QR_CODE_COPY_AND_PASTE_PAID';
      const endpoints = [
        endpointRecord({ id: 'ep_1', typeWebhook: paid }),
        endpointRecord({ id: 'ep_2' }),
        endpointRecord({ id: 'ep_3', typeWebhook: 'NEVER_SEEN' }),
      ];
      await seed(stores, [accountRecord(), ...endpoints, ...eventRecords(4)]);
      const others = [8, 9].map((n) =>
        eventRecord({ id: `evt_${n}`, type: 'QR_CODE_COPY_AND_PASTE_CREATED' }),
      );
      await seed(stores, others);
      return lead(stores);
    }

    async function at(stores: Stores, id: number, endpointId: string, atMs = nowMs) {
      const [progress] = await stores.resends.progress([id], expiresAfterMs, atMs);
      return progress?.endpoints.find((one) => one.endpointId === endpointId);
    }

    it('have their totals when the set is counted, however little is planned', async () => {
      await using stores = await open();
      const fence = await seeded(stores);
      const { id } = await accept(stores);
      expect(await at(stores, id, 'ep_1')).to.include({ total: null, pending: 0 });
      await begin(stores, fence, id);
      const limit = { rows: 3, bytes: 1_000_000 };
      await stores.dispatch.planPage(fence, { resendId: id, planned: 0, limit }, nowMs);
      expect(await at(stores, id, 'ep_1')).to.include({ total: 4, pending: 4 });
      expect(await at(stores, id, 'ep_2')).to.include({ total: 6, pending: 6 });
      const [progress] = await stores.resends.progress([id, 12_345], expiresAfterMs, nowMs);
      expect(progress).to.include({ resendId: id, others: 0 });
      expect(progress?.endpoints.map(({ endpointId }) => endpointId)).to.deep.equal([
        'ep_2',
        'ep_1',
      ]);
    });

    it('are counted from the plan where that was made without a count', async () => {
      await using stores = await open();
      const fence = await seeded(stores);
      const { id } = await accept(stores, { selection: selection({ objectReferenceId: 1000 }) });
      await stores.dispatch.claim(fence, [id], { rows: 100, bytes: 1_000_000 }, nowMs);
      const { total } = await current(stores, id);
      const [progress] = await stores.resends.progress([id], expiresAfterMs, nowMs);
      const totals = progress?.endpoints.map((one) => one.total ?? 0) ?? [];
      expect(totals).to.have.length(2);
      expect(totals.reduce((sum, one) => sum + one, 0)).to.equal(total);
    });

    it('are those of what is retried before it is planned', async () => {
      await using stores = await open();
      const fence = await seeded(stores);
      const { id } = await accept(stores);
      const deliveries = await start(stores, fence, id);
      const records = deliveries.map((one) =>
        one.endpointId === 'ep_1' ? failed(one) : unattempted(one, gone),
      );
      await stores.dispatch.record(fence, records, nowMs);
      const retry = await accept(stores, { retryOfId: id });
      await begin(stores, fence, retry.id);
      expect(await at(stores, retry.id, 'ep_1')).to.include({ total: 4, pending: 4 });
      expect(await at(stores, retry.id, 'ep_2')).to.include({ total: 6, pending: 6 });
    });

    it('say what they wait for', async () => {
      await using stores = await open();
      const fence = await seeded(stores);
      const { id } = await accept(stores);
      const deliveries = await start(stores, fence, id);
      expect(await at(stores, id, 'ep_2')).to.include({ waitingFor: 'turn', nextTestAtMs: null });
      const breaker = { endpointId: 'ep_2', retryAtMs: nowMs + 40, atMs: nowMs };
      const limits = { recoverAfterMs: 600_000, tellAfterMs: 60_000 };
      await stores.dispatch.saveBreakers(fence, [breaker], limits);
      expect(await at(stores, id, 'ep_2')).to.include({
        ...{ waitingFor: 'breaker', nextTestAtMs: nowMs + 40 },
        expiresAtMs: (await current(stores, id)).createdAtMs + expiresAfterMs,
      });
      expect(await at(stores, id, 'ep_1')).to.include({ waitingFor: 'turn' });
      const mine = deliveries.filter(({ endpointId }) => endpointId === 'ep_1');
      await stores.dispatch.record(
        fence,
        mine.map((one) => retrying(one, nowMs + 9)),
        nowMs,
      );
      expect(await at(stores, id, 'ep_1')).to.include({ waitingFor: 'retry', retrying: 4 });
      const settled = mine.map((one) => delivered(after(1, one)));
      await stores.dispatch.record(fence, settled, nowMs);
      expect(await at(stores, id, 'ep_1')).to.include({
        waitingFor: null,
        delivered: 4,
        retrying: 0,
      });
    });

    it('wait for order when the next one is behind an earlier event of its object', async () => {
      await using stores = await open();
      const events = [0, 1, 2].map((n) =>
        eventRecord({
          ...{ id: `evt_${n}`, occurredAtUs: startUs + n },
          objectReferenceId: n === 2 ? 2 : 1,
        }),
      );
      await seed(stores, [accountRecord(), endpointRecord(), ...events]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      const [first, second] = await start(stores, fence, id);
      if (first === undefined || second === undefined) throw new Error('too few');
      await stores.dispatch.record(fence, [retrying(first, nowMs + 9)], nowMs);
      expect(await at(stores, id, 'ep_in')).to.include({ waitingFor: 'order' });
      const records = [delivered(after(1, first)), delivered(second)];
      await stores.dispatch.record(fence, records, nowMs);
      expect(await at(stores, id, 'ep_in')).to.include({ waitingFor: 'turn', pending: 1 });
    });

    it('end by the pace at which they settle', async () => {
      await using stores = await open();
      const fence = await seeded(stores);
      const { id } = await accept(stores);
      const deliveries = await start(stores, fence, id);
      const mine = deliveries.filter(({ endpointId }) => endpointId === 'ep_2');
      const [one, two, three] = mine.map(delivered);
      if (one === undefined || two === undefined || three === undefined) throw new Error('too few');
      expect(await at(stores, id, 'ep_2')).to.include({ estimatedEndMs: null });
      await stores.dispatch.record(fence, [one], nowMs);
      await stores.dispatch.record(fence, [two], nowMs + 25_000);
      await stores.dispatch.record(fence, [three], nowMs + 30_000);
      // Three in thirty seconds, three to go.
      const atMs = nowMs + 30_000;
      expect(await at(stores, id, 'ep_2', atMs)).to.include({ estimatedEndMs: atMs + 30_000 });
    });

    it('add up to the resend, and are what their deliveries say, whatever happens', async function () {
      this.timeout(60_000);
      const steps = fc.array(fc.tuple(fc.nat(99), fc.constantFrom(...outcomes)), { maxLength: 25 });
      await fc.assert(
        fc.asyncProperty(steps, fc.boolean(), async (history, isCancelled) => {
          await using stores = await open();
          const fence = await seeded(stores);
          const { id } = await accept(stores);
          await begin(stores, fence, id);
          const deliveries = await planAll(stores, fence, id, [{ rows: 4, bytes: 1_000_000 }]);
          await replay(stores, fence, deliveries, history);
          if (isCancelled) {
            const cancelled = { state: 'CANCELLED', reason: 'cancelled' } as const;
            await stores.dispatch.settleUnsent(fence, id, cancelled, 3, nowMs);
          }
          const [progress] = await stores.resends.progress([id], expiresAfterMs, nowMs);
          expect(countsOf(progress?.endpoints ?? [])).to.deep.equal(await counted(stores, id));
          const { total, failed: all, pending, skipped, cancelled } = await current(stores, id);
          const sums = { total, failed: all, pending, skipped, cancelled };
          for (const [name, sum] of Object.entries(sums) as [keyof typeof sums, number][]) {
            const added = progress?.endpoints.reduce((so, one) => so + (one[name] ?? 0), 0);
            expect(added, name).to.equal(sum);
          }
        }),
        { numRuns: 20 },
      );
    });
  });
}

const gone = { state: 'SKIPPED', reason: 'endpoint_gone' } as const;
const outcomes = ['DELIVERED', 'FAILED', 'RETRYING', 'SKIPPED'] as const;

/** Lets deliveries end, or fail once more; those that are settled stay so. */
async function replay(
  { dispatch }: Stores,
  fence: Fence,
  deliveries: readonly PlannedDelivery[],
  history: readonly (readonly [number, (typeof outcomes)[number]])[],
): Promise<void> {
  const attempts = new Map<number, number>();
  for (const [choice, outcome] of history) {
    const delivery = deliveries[choice % deliveries.length];
    if (delivery === undefined) continue;
    const before = attempts.get(delivery.position) ?? 0;
    const record = recordOf(after(before, delivery), outcome);
    attempts.set(delivery.position, before + record.attempts.length);
    await dispatch.record(fence, [record], nowMs);
  }
}

function recordOf(delivery: PlannedDelivery, outcome: (typeof outcomes)[number]): AttemptRecord {
  switch (outcome) {
    case 'DELIVERED':
      return delivered(delivery);
    case 'FAILED':
      return failed(delivery);
    case 'RETRYING':
      return retrying(delivery, nowMs + 1);
    case 'SKIPPED':
      return unattempted(delivery, gone);
  }
}

type Counts = Record<
  string,
  Record<'delivered' | 'failed' | 'skipped' | 'cancelled' | 'retrying' | 'pending', number>
>;

function countsOf(endpoints: readonly EndpointProgress[]): Counts {
  const counts: Counts = {};
  for (const one of endpoints) {
    const { delivered, failed, skipped, cancelled, retrying, pending } = one;
    counts[one.endpointId] = { delivered, failed, skipped, cancelled, retrying, pending };
  }
  return counts;
}

/** The same, counted over the deliveries. */
async function counted({ resends }: Stores, resendId: number): Promise<Counts> {
  const page = { resendId, cursorPosition: null, direction: 'NEXT', limit: 100 } as const;
  const { deliveries } = await resends.listDeliveries({ ...ANY_DELIVERY, ...page });
  const counts: Counts = {};
  for (const { endpointId, state } of deliveries) {
    const of = (counts[endpointId] ??= {
      ...{ delivered: 0, failed: 0, skipped: 0, cancelled: 0, retrying: 0, pending: 0 },
    });
    if (state === 'DELIVERED') of.delivered += 1;
    if (state === 'PENDING' || state === 'RETRYING') of.pending += 1;
    if (state === 'RETRYING') of.retrying += 1;
    if (state === 'FAILED' || state === 'SKIPPED' || state === 'CANCELLED') of.failed += 1;
    if (state === 'SKIPPED') of.skipped += 1;
    if (state === 'CANCELLED') of.cancelled += 1;
  }
  return counts;
}
