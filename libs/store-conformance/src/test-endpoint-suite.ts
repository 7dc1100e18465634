import { expect } from 'chai';

import { DomainError, noOptions } from '@webhooks/domain';
import type { AcceptResend, ResendOptions } from '@webhooks/domain';

import { delivered, deliverAll, failed, start } from './dispatching.ts';
import {
  accept,
  account,
  accountRecord,
  actor,
  current,
  endpoint,
  endpointRecord,
  eventRecords,
  lead,
  nowMs,
  originalRetryForMs,
  otherAccount,
  request,
  seed,
  selection,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const toTest: ResendOptions = { ...noOptions, deliverTo: 'ep_test' };
const undelivered = selection({ deliveryState: 'UNDELIVERED' });

/** What holds for test endpoints, and for resends that go to one. */
export function testEndpointSuite(open: OpenStores): void {
  describe('test endpoints', () => {
    /** Three events for two endpoints, and a test endpoint. */
    async function prepared(stores: Stores) {
      const endpoints = ['ep_1', 'ep_2'].map((id) => endpointRecord({ id }));
      const test = endpointRecord({ id: 'ep_test', isTest: true });
      await seed(stores, [accountRecord(), ...endpoints, test, ...eventRecords(3)]);
      return lead(stores);
    }

    async function previewOf(stores: Stores, change: Partial<AcceptResend>) {
      const { accountId, selection: asked, options } = request(change);
      const { deliverTo } = options;
      const wanted = { userId, accountId, selection: asked, deliverTo, originalRetryForMs };
      return stores.previews.preview(wanted, 60_000, nowMs);
    }

    async function counted(stores: Stores, change: Partial<AcceptResend>) {
      const result = await previewOf(stores, change);
      if (result.kind !== 'previewed') throw new Error(`not previewed: ${JSON.stringify(result)}`);
      return result.preview;
    }

    it('get no resend that does not name them', async () => {
      await using stores = await open();
      const fence = await prepared(stores);
      expect((await counted(stores, {})).byEndpoint.map(({ key }) => key)).to.have.members([
        'ep_1',
        'ep_2',
      ]);
      const planned = await start(stores, fence, (await accept(stores)).id);
      expect(planned.map(({ endpointId }) => endpointId)).to.not.include('ep_test');
    });

    it('get each event once, in place of the endpoints that would, whose outcomes stay', async () => {
      await using stores = await open();
      const fence = await prepared(stores);
      const before = await counted(stores, { selection: undelivered });
      const asked = { selection: undelivered, options: toTest };
      expect(await counted(stores, asked)).to.deep.include({
        ...{ events: 3, deliveries: 3, skipped: 0 },
        byEndpoint: [{ key: 'ep_test', deliveries: 3, skipped: 0 }],
      });
      const { id } = await accept(stores, asked);
      expect(await counted(stores, { selection: undelivered }), 'accepted').to.deep.equal(before);
      const planned = await start(stores, fence, id);
      expect(planned.map(({ endpointId, eventId }) => [endpointId, eventId])).to.deep.equal(
        ['evt_1', 'evt_2', 'evt_3'].map((eventId) => ['ep_test', eventId]),
      );
      expect(await counted(stores, { selection: undelivered }), 'in hand').to.deep.equal(before);
      const [one, ...others] = planned;
      if (one === undefined) throw new Error('nothing planned');
      await stores.dispatch.record(fence, [failed(one), ...others.map(delivered)], nowMs);
      expect(await counted(stores, { selection: undelivered }), 'settled').to.deep.equal(before);
      const state = { deliveryState: 'FAILED' } as const;
      expect(await counted(stores, { selection: selection(state) })).to.include({ deliveries: 0 });
      expect(await current(stores, id)).to.deep.include({
        delivered: 2,
        failed: 1,
        options: toTest,
      });
      expect(await counted(stores, asked), 'again').to.include({ deliveries: 3 });
    });

    it('get what is selected by what is known of the others', async () => {
      await using stores = await open();
      const fence = await prepared(stores);
      const [one, two, three] = await start(stores, fence, (await accept(stores)).id);
      if (one === undefined || two === undefined || three === undefined) throw new Error('too few');
      // The first event at both endpoints, the second at one.
      await stores.dispatch.record(fence, [delivered(one), delivered(two), failed(three)], nowMs);
      const asked = { selection: undelivered, options: toTest };
      const preview = await counted(stores, asked);
      expect(preview).to.include({ deliveries: 1 });
      expect(preview.undelivered).to.deep.equal({
        ...{ alreadyDelivered: 1, heldByResend: 1, retriedBySender: 0 },
      });
      const planned = await start(stores, fence, (await accept(stores, asked)).id);
      expect(planned.map(({ eventId }) => eventId)).to.deep.equal(['evt_2']);
      const ofOne = selection({ deliveryState: 'FAILED', endpointIds: ['ep_2'] });
      expect(await counted(stores, { selection: ofOne, options: toTest })).to.include({
        deliveries: 0,
      });
    });

    it('get again what a retry of such a resend takes', async () => {
      await using stores = await open();
      const fence = await prepared(stores);
      const { id } = await accept(stores, { options: toTest });
      const planned = await start(stores, fence, id);
      const [one, ...others] = planned;
      if (one === undefined) throw new Error('nothing planned');
      await stores.dispatch.record(fence, [failed(one), ...others.map(delivered)], nowMs);
      const retry = await accept(stores, { retryOfId: id });
      expect(retry.options.deliverTo).to.equal('ep_test');
      const again = await start(stores, fence, retry.id);
      expect(again.map(({ endpointId, eventId }) => [endpointId, eventId])).to.deep.equal([
        ['ep_test', 'evt_1'],
      ]);
    });

    it('are refused as other places, and other places as theirs; nothing is written', async () => {
      await using stores = await open();
      await prepared(stores);
      await seed(stores, [
        accountRecord(otherAccount),
        endpointRecord({ id: 'ep_off', isTest: true, disabledReason: 'by_owner' }),
        endpointRecord({ id: 'ep_foreign', accountId: otherAccount.id, isTest: true }),
      ]);
      const problems = {
        ep_nowhere: 'is not an endpoint of the account',
        ep_foreign: 'is not an endpoint of the account',
        ep_1: 'is not marked as a test endpoint',
        ep_off: 'is disabled',
      };
      for (const [deliverTo, problem] of Object.entries(problems)) {
        await refused(
          stores,
          { options: { ...noOptions, deliverTo } },
          `deliver_to ${deliverTo} ${problem}`,
        );
      }
      await refused(
        stores,
        { selection: selection({ endpointIds: ['ep_1', 'ep_test'] }) },
        'endpoint_ids ep_test is a test endpoint: only deliver_to can name it',
      );
      expect(await stores.resends.unpublishedJobs(10)).to.deep.equal([]);
    });

    async function refused(stores: Stores, change: Partial<AcceptResend>, message: string) {
      const [result] = await stores.resends.accept([request(change)]);
      const error = result?.kind === 'refused' ? result.error : null;
      expect(error?.message).to.equal(`Validation error: ${message}`);
      const shown: unknown = await previewOf(stores, change).catch((thrown: unknown) => thrown);
      expect(shown).to.be.instanceOf(DomainError);
      expect(shown).to.include({ message: error?.message });
    }

    it('stay what they are once they are marked, and get no notifications', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord({ id: 'ep_1' })]);
      const { catalog } = stores;
      await catalog.updateEndpoint('ep_1', { isTest: true }, nowMs, actor);
      expect(await catalog.getEndpoint('ep_1')).to.include({ isTest: true });
      await catalog.updateEndpoint('ep_1', { url: 'https://other.example/' }, nowMs, actor);
      expect(await catalog.getEndpoint('ep_1')).to.include({ isTest: true });
      const write = (change: Parameters<typeof endpointRecord>[0]) =>
        catalog.write([endpointRecord({ id: 'ep_1', ...change })], nowMs, actor);
      expect(await write({})).to.deep.equal([
        { field: 'endpoint.test', message: 'cannot become false: register another endpoint' },
      ]);
      const notified = { typeWebhook: 'resend.finished', isTest: true };
      expect((await write(notified))[0]).to.include({ field: 'endpoint.test' });
      const change = catalog.updateEndpoint('ep_1', { isTest: false }, nowMs, actor);
      const error: unknown = await change.catch((thrown: unknown) => thrown);
      expect(error).to.include({ code: 'validation_error' });
      expect(await catalog.getEndpoint('ep_1')).to.include({ isTest: true, accountId: account.id });
    });

    it('get nothing but what they want', async () => {
      await using stores = await open();
      const fence = await prepared(stores);
      await seed(stores, [endpointRecord({ id: 'ep_out', typeWebhook: 'CASHOUT', isTest: true })]);
      const options = { ...noOptions, deliverTo: 'ep_out' };
      expect(await counted(stores, { options })).to.include({ deliveries: 0, unmatchedEvents: 3 });
      expect(await start(stores, fence, (await accept(stores, { options })).id)).to.deep.equal([]);
      await deliverAll(stores, fence, (await accept(stores)).id);
      expect(endpoint({ isTest: true })).to.include({ isTest: true });
    });
  });
}
