import { expect } from 'chai';

import type { EndpointOutcome } from '@webhooks/domain';

import { begin, delivered, failed, start } from './dispatching.ts';
import {
  accept,
  account,
  accountRecord,
  endpointRecord,
  eventRecord,
  eventRecords,
  lead,
  nowMs,
  actor,
  originalRetryForMs,
  otherAccount,
  outcomeRecord,
  seed,
  selection,
  startUs,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const endpoints = ['ep_1', 'ep_2'].map((id) => endpointRecord({ id }));

/** What holds for outcomes that are reported for one endpoint. */
export function outcomeSuite(open: OpenStores): void {
  describe('outcome of an event at an endpoint', () => {
    it('is of that endpoint alone, and stands in for what the event came with', async () => {
      await using stores = await open();
      const event = eventRecord({ outcome: 'FAILED' });
      await seed(stores, [accountRecord(), ...endpoints, event]);
      expect(await endpointsOf(stores, 'FAILED')).to.deep.equal(['ep_1', 'ep_2']);
      await seed(stores, [outcomeRecord({ endpointId: 'ep_1', outcome: 'DELIVERED' })]);
      expect(await endpointsOf(stores, 'FAILED')).to.deep.equal(['ep_2']);
    });

    it('may be told before its event is known', async () => {
      await using stores = await open();
      await seed(stores, [
        accountRecord(),
        ...endpoints,
        outcomeRecord({ endpointId: 'ep_2', outcome: 'FAILED' }),
        eventRecord({ outcome: 'DELIVERED' }),
      ]);
      expect(await endpointsOf(stores, 'FAILED')).to.deep.equal(['ep_2']);
    });

    it('counts when it is the newest, in whatever order they are told', async () => {
      const reported: Partial<EndpointOutcome>[] = [
        { outcome: 'RETRYING', occurredAtUs: startUs + 1 },
        { outcome: 'DELIVERED', occurredAtUs: startUs + 2 },
        { outcome: 'FAILED', occurredAtUs: startUs + 3 },
      ];
      for (const order of [reported, reported.toReversed()]) {
        await using stores = await open();
        const records = order.map((own) => outcomeRecord({ endpointId: 'ep_1', ...own }));
        await seed(stores, [accountRecord(), ...endpoints, eventRecord(), ...records]);
        expect(await endpointsOf(stores, 'FAILED')).to.deep.equal(['ep_1']);
      }
    });

    it('gives way to ours of the same millisecond, and not to an older one', async () => {
      for (const [atMs, expected] of [
        [nowMs, []],
        [nowMs + 1, ['ep_1']],
      ] as const) {
        await using stores = await open();
        await seed(stores, [accountRecord(), ...endpoints.slice(0, 1), eventRecord()]);
        const fence = await lead(stores);
        const deliveries = await start(stores, fence, (await accept(stores)).id);
        await stores.dispatch.record(fence, deliveries.map(delivered), nowMs);
        const occurredAtUs = atMs * 1000 + 999;
        await seed(stores, [outcomeRecord({ endpointId: 'ep_1', occurredAtUs })]);
        expect(await endpointsOf(stores, 'FAILED'), `${atMs - nowMs} ms later`).to.deep.equal(
          expected,
        );
      }
    });

    it('counts as FAILED when RETRYING was said too long ago', async () => {
      await using stores = await open();
      const sinceUs = (nowMs - originalRetryForMs) * 1000;
      await seed(stores, [
        accountRecord(),
        ...endpoints,
        eventRecord(),
        outcomeRecord({ endpointId: 'ep_1', outcome: 'RETRYING', occurredAtUs: sinceUs }),
        outcomeRecord({ endpointId: 'ep_2', outcome: 'RETRYING', occurredAtUs: sinceUs - 1 }),
      ]);
      expect(await endpointsOf(stores, 'FAILED')).to.deep.equal(['ep_2']);
      expect(await endpointsOf(stores, 'UNDELIVERED')).to.deep.equal(['ep_2']);
    });

    it('changes nothing in a set that was accepted before it was told', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), ...endpoints, eventRecord({ outcome: 'FAILED' })]);
      const { id } = await accept(stores, { selection: selection({ deliveryState: 'FAILED' }) });
      await seed(stores, [outcomeRecord({ endpointId: 'ep_1', outcome: 'DELIVERED' })]);
      expect(await begin(stores, await lead(stores), id)).to.equal(2);
    });

    it('is refused where it contradicts what is known, and taken once', async () => {
      await using stores = await open();
      await seed(stores, [
        accountRecord(),
        accountRecord(otherAccount),
        ...endpoints,
        endpointRecord({ id: 'ep_other', accountId: otherAccount.id }),
        ...eventRecords(1),
      ]);
      const records = [
        outcomeRecord({ httpStatus: 503, endpointId: 'ep_1' }),
        outcomeRecord({ httpStatus: 503, endpointId: 'ep_1' }),
        outcomeRecord({ httpStatus: 500, endpointId: 'ep_1' }),
        outcomeRecord({ endpointId: 'ep_unknown' }),
        outcomeRecord({ endpointId: 'ep_other' }),
        outcomeRecord({ eventId: 'evt_late', endpointId: 'ep_1', httpStatus: 503 }),
        outcomeRecord({ eventId: 'evt_late', endpointId: 'ep_1', httpStatus: null }),
      ];
      const differs = 'differs from what was recorded before';
      expect(await stores.catalog.write(records, nowMs, actor)).to.deep.equal([
        null,
        null,
        { field: 'outcome.http_status', message: differs },
        { field: 'outcome.endpoint_id', message: 'is not a known endpoint' },
        {
          field: 'outcome.endpoint_id',
          message: 'is not an endpoint of the account of the event',
        },
        null,
        { field: 'outcome.http_status', message: differs },
      ]);
    });

    it('never reaches an event of another account', async () => {
      await using stores = await open();
      await seed(stores, [
        accountRecord(),
        accountRecord(otherAccount),
        endpointRecord({ id: 'ep_1' }),
        endpointRecord({ id: 'ep_other', accountId: otherAccount.id }),
        outcomeRecord({ endpointId: 'ep_other', outcome: 'DELIVERED' }),
        eventRecord({ outcome: 'FAILED', accountId: account.id }),
      ]);
      expect(await endpointsOf(stores, 'FAILED')).to.deep.equal(['ep_1']);
    });

    it('of the sender stays known beside what ours came to', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), ...endpoints.slice(0, 1), eventRecord()]);
      const fence = await lead(stores);
      const deliveries = await start(stores, fence, (await accept(stores)).id);
      await stores.dispatch.record(fence, deliveries.map(failed), nowMs);
      await seed(stores, [outcomeRecord({ endpointId: 'ep_1', outcome: 'DELIVERED' })]);
      expect(await endpointsOf(stores, 'FAILED')).to.deep.equal(['ep_1']);
      expect(await endpointsOf(stores, 'UNDELIVERED')).to.deep.equal([]);
    });
  });
}

/** The endpoints that a resend of this state would go to now. */
async function endpointsOf(
  { previews }: Stores,
  deliveryState: 'FAILED' | 'UNDELIVERED',
): Promise<string[]> {
  const asked = selection({ deliveryState });
  const request = {
    ...{ userId: 246, accountId: account.id, deliverTo: null },
    ...{ selection: asked, originalRetryForMs },
  };
  const result = await previews.preview(request, 60_000, nowMs);
  if (result.kind !== 'previewed') throw new Error(`not previewed: ${JSON.stringify(result)}`);
  return result.preview.byEndpoint.map(({ key }) => key).sort();
}
