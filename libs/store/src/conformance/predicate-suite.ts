import { expect } from 'chai';
import fc from 'fast-check';

import type { Account, Fence, PlannedDelivery, ResendSelection } from '@webhooks/domain';

import {
  countAll,
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
  endpointRecord,
  event,
  eventRecord,
  eventRecords,
  lead,
  nowMs,
  selection,
} from './fixtures.ts';
import { histories, retryAtMs } from './history.ts';
import type { History, ResentOutcome, Step } from './history.ts';
import { expectedSet, keyOf } from './model.ts';
import type { Model } from './model.ts';
import type { OpenStores, Stores } from './stores.ts';

/** What holds for the set of a resend: what is counted, planned and sent. */
export function predicateSuite(open: OpenStores): void {
  describe('set of a resend', () => {
    it('goes by the delivery that was settled last, whichever resend it is of', async () => {
      await using stores = await open();
      await write(stores, [accountRecord(), endpointRecord(), eventRecord()]);
      const fence = await lead(stores);
      const one = await start(stores, fence, (await accept(stores)).id);
      const other = await start(stores, fence, (await accept(stores)).id);
      await stores.dispatch.record(fence, other.map(failed), nowMs);
      const failedWish = { selection: selection({ deliveryState: 'FAILED' }) };
      const between = await accept(stores, failedWish);
      await stores.dispatch.record(fence, one.map(delivered), nowMs - 60_000);
      const after = await accept(stores, failedWish);

      expect(await countAll(stores, between.id)).to.equal(1);
      expect(await countAll(stores, after.id)).to.equal(0);
    });

    it('goes by the outcome at acceptance, however often it is corrected later', async () => {
      await using stores = await open();
      await write(stores, [accountRecord(), endpointRecord(), eventRecord({ outcome: 'FAILED' })]);
      const { id } = await accept(stores, { selection: selection({ deliveryState: 'FAILED' }) });
      for (const outcome of ['DELIVERED', 'NEVER_ATTEMPTED', null] as const) {
        await write(stores, [eventRecord({ outcome })]);
        expect(await countAll(stores, id)).to.equal(1);
      }
    });

    it('is the same whenever it is counted, in parts or as a whole', async () => {
      await using stores = await open();
      const endpoints = ['ep_1', 'ep_2', 'ep_3'].map((id) => endpointRecord({ id }));
      await write(stores, [accountRecord(), ...endpoints, ...eventRecords(9_000)]);
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
      const limit = fc.record({ rows: fc.integer({ min: 1, max: 5 }), bytes: fc.nat(60) });
      const limits = fc.array(limit, { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(histories, limits, async (history, pages) => {
          accounts += 1;
          const replay = await createReplay(stores, fence, accounts, history);
          for (const step of history.before) await replay.take(step);
          const expected = expectedSet(replay.model, replay.selection);
          const { id } = await accept(stores, {
            accountId: accounts,
            selection: replay.selection,
          });
          for (const step of history.after) await replay.take(step);

          expect(await countAll(stores, id), 'counted').to.equal(expected.length);
          await stores.dispatch.begin(fence, id, nowMs);
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

interface Replay {
  readonly model: Model;
  readonly selection: ResendSelection;
  take(step: Step): Promise<void>;
}

/** Does to the stores and to the model what a history says, for an account of its own. */
async function createReplay(
  stores: Stores,
  fence: Fence,
  accountId: number,
  history: History,
): Promise<Replay> {
  const own: Account = {
    id: accountId,
    branchIdentifier: '1',
    number: `${accountId}`,
    userIds: [],
  };
  const endpoints = history.endpointTypes.map((typeWebhook, index) => ({
    id: `ep_${accountId}_${index}`,
    typeWebhook,
  }));
  const model: Model = { events: [], endpoints, outcomes: new Map() };
  await write(stores, [
    accountRecord(own),
    ...endpoints.map((fields) => endpointRecord({ ...fields, accountId })),
  ]);

  async function record(fields: Partial<ReturnType<typeof event>>): Promise<void> {
    const object = fields.objectReferenceId ?? null;
    const objectReferenceId = object === null ? null : objectOf(accountId, object);
    const id = `evt_${accountId}_${model.events.length}`;
    const recorded = event({ ...fields, id, accountId, objectReferenceId });
    model.events.push(recorded);
    await write(stores, [{ kind: 'event', event: recorded }]);
  }

  async function resend(outcomes: readonly ResentOutcome[]): Promise<void> {
    const { id } = await accept(stores, { accountId, selection: selection() });
    const deliveries = await start(stores, fence, id);
    for (const [index, delivery] of deliveries.entries()) {
      const outcome = outcomes[index % outcomes.length] ?? 'delivered';
      await stores.dispatch.record(fence, [recordingOf(delivery, outcome)], nowMs);
      if (outcome === 'delivered') model.outcomes.set(keyOf(delivery), 'DELIVERED');
      if (outcome === 'failed') model.outcomes.set(keyOf(delivery), 'FAILED');
    }
  }

  return {
    model,
    selection: selectionOf(history, accountId, endpoints),
    async take(step) {
      if (step.kind === 'event') return record(step.event);
      if (step.kind === 'resend') return resend(step.outcomes);
      const index = step.event % Math.max(1, model.events.length);
      const known = model.events[index];
      if (known === undefined) return;
      const changed = { ...known, outcome: step.outcome };
      model.events[index] = changed;
      await write(stores, [{ kind: 'event', event: changed }]);
    },
  };
}

/** Objects have one owner, so each account has its own. */
function objectOf(accountId: number, object: number): number {
  return accountId * 10 + object;
}

function selectionOf(
  { selection: wish }: History,
  accountId: number,
  endpoints: Model['endpoints'],
): ResendSelection {
  const { endpoints: named, objectReferenceId, ...rest } = wish;
  return selection({
    ...rest,
    objectReferenceId: objectReferenceId === null ? null : objectOf(accountId, objectReferenceId),
    endpointIds: named.flatMap((index) => endpoints[index]?.id ?? []),
  });
}

function recordingOf(delivery: PlannedDelivery, outcome: ResentOutcome) {
  switch (outcome) {
    case 'delivered':
      return delivered(delivery);
    case 'failed':
      return failed(delivery);
    case 'retrying':
      return retrying(delivery, retryAtMs);
    case 'skipped':
      return unattempted(delivery, { state: 'SKIPPED', reason: 'endpoint_disabled' });
  }
}

function pairOf({ eventId, endpointId }: PlannedDelivery) {
  return { eventId, endpointId };
}

async function write(stores: Stores, records: Parameters<Stores['catalog']['write']>[0]) {
  const results = await stores.catalog.write(records, nowMs);
  expect(results.filter((result) => result !== null)).to.deep.equal([]);
}
