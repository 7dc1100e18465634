import { expect } from 'chai';

import { ANY_RESEND } from '@webhooks/domain';
import type { Endpoint, Fence } from '@webhooks/domain';

import { delivered, start } from './dispatching.ts';
import {
  accept,
  accountRecord,
  actor,
  current,
  endpointRecord,
  eventRecord,
  lead,
  nowMs,
  originalRetryForMs,
  seed,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const recoverAfterMs = 600_000;
const limits = { recoverAfterMs, tellAfterMs: 60_000 };
const sinceMs = nowMs - 3_600_000;
/** The service, which acts for itself. */
const service = { ...actor, userId: null, service: 'resend-service' };

/** What holds for endpoints that get by themselves what they missed in an outage. */
export function recoverySuite(open: OpenStores): void {
  describe('recoveries', () => {
    async function prepare(stores: Stores, endpoint: Partial<Endpoint> = {}): Promise<Fence> {
      const during = { occurredAtUs: (sinceMs + 1) * 1000 };
      await seed(stores, [
        accountRecord(),
        endpointRecord({ recoversAutomatically: true, ...endpoint }),
        eventRecord({ id: 'evt_before', occurredAtUs: (sinceMs - 1) * 1000 }),
        eventRecord({ id: 'evt_lost', ...during, outcome: 'FAILED' }),
        eventRecord({ id: 'evt_had', ...during, outcome: 'DELIVERED' }),
      ]);
      return lead(stores);
    }

    const breaker = ({ dispatch }: Stores, fence: Fence, retryAtMs: number | null, atMs: number) =>
      dispatch.saveBreakers(fence, [{ endpointId: 'ep_in', retryAtMs, atMs }], limits);

    async function outage(stores: Stores, fence: Fence, ms = 3_600_000): Promise<void> {
      await breaker(stores, fence, sinceMs + 5_000, sinceMs);
      await breaker(stores, fence, null, sinceMs + ms);
    }

    const recover = ({ resends }: Stores, limit = 9) =>
      resends.acceptRecoveries({ limit, originalRetryForMs, actor: service, nowMs });

    async function made(stores: Stores): Promise<number[]> {
      const { resends } = await stores.resends.list({
        ...{ ...ANY_RESEND, userId, createdBy: 'anyone' },
        ...{ cursor: null, direction: 'NEXT', limit: 9 },
      });
      return resends.map(({ id }) => id);
    }

    it('resend what an endpoint missed between the opening and the closing of its breaker', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      await outage(stores, fence);
      expect(await recover(stores)).to.equal(1);
      const [id = 0, ...others] = await made(stores);
      expect(others).to.deep.equal([]);
      const resend = await current(stores, id);
      expect(resend).to.deep.include({ userId: null, accountId: 17, status: 'PENDING' });
      expect(resend.selection).to.deep.include({
        resendType: 'CASHIN',
        range: { startUs: sinceMs * 1000, endUs: nowMs * 1000 },
        deliveryState: 'UNDELIVERED',
        endpointIds: ['ep_in'],
      });
      expect(await stores.resends.unpublishedJobs(9)).to.deep.equal([
        { resendId: id, run: 1, mode: 'bulk', traceparent: '' },
      ]);
      const deliveries = await start(stores, fence, id);
      expect(deliveries.map(({ eventId }) => eventId)).to.deep.equal(['evt_lost']);
      const audited = await stores.audit.list({
        ...{ filter: { by: 'resend', id }, beforeId: null, limit: 9 },
      });
      expect(audited.records).to.have.length(1);
      expect(audited.records[0]).to.include({
        ...{ action: 'RESEND_CREATED', userId: null, service: 'resend-service' },
        ...{ resendId: id, endpointId: 'ep_in', accountId: 17 },
      });
    });

    it('come once, however often a closing is written and the service looks', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      await outage(stores, fence);
      await breaker(stores, fence, null, nowMs);
      expect(await recover(stores)).to.equal(1);
      await breaker(stores, fence, null, nowMs);
      expect(await recover(stores)).to.equal(0);
      expect(await made(stores)).to.have.length(1);
    });

    it('keep when a breaker opened first, through openings and dispatchers', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      await breaker(stores, fence, sinceMs + 5_000, sinceMs);
      await breaker(stores, fence, nowMs, nowMs - 60_000);
      await stores.leases.release(fence);
      const next = await lead(stores, 'the next one');
      expect(await stores.dispatch.restoreBreakers(next, 9)).to.deep.equal(['ep_in']);
      await breaker(stores, next, null, nowMs);
      expect(await recover(stores)).to.equal(1);
      const [id = 0] = await made(stores);
      expect((await current(stores, id)).selection.range?.startUs).to.equal(sinceMs * 1000);
    });

    it('wait for the service, and are one where several outages ended meanwhile', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      await outage(stores, fence, recoverAfterMs);
      await breaker(stores, fence, nowMs, nowMs - recoverAfterMs);
      await breaker(stores, fence, null, nowMs);
      expect(await recover(stores)).to.equal(1);
      const [id = 0, ...others] = await made(stores);
      expect(others).to.deep.equal([]);
      const range = { startUs: sinceMs * 1000, endUs: nowMs * 1000 };
      expect((await current(stores, id)).selection.range).to.deep.equal(range);
    });

    it('do not come after a short outage, nor where nobody wants them', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      await outage(stores, fence, recoverAfterMs - 1);
      const change = { recoversAutomatically: false };
      await stores.catalog.updateOwnEndpoint('ep_in', userId, change, nowMs, actor);
      await outage(stores, fence);
      expect(await recover(stores)).to.equal(0);
    });

    it('do not come to test endpoints, marked before or since', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      await outage(stores, fence);
      await stores.catalog.updateEndpoint('ep_in', { isTest: true }, nowMs, actor);
      expect(await recover(stores)).to.equal(1);
      await outage(stores, fence);
      expect(await recover(stores)).to.equal(0);
      expect(await made(stores)).to.deep.equal([]);
    });

    it('do not come after a 410 within the outage, even when the owner enabled it again', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      await breaker(stores, fence, sinceMs + 5_000, sinceMs);
      await stores.dispatch.markEndpointGone(fence, 'ep_in', 1, sinceMs + 10);
      await stores.catalog.updateOwnEndpoint('ep_in', userId, { disabled: false }, nowMs, actor);
      await breaker(stores, fence, null, nowMs);
      expect(await recover(stores)).to.equal(0);
      // The next outage is another one.
      await breaker(stores, fence, nowMs + 5, nowMs + 1);
      await breaker(stores, fence, null, nowMs + 1 + recoverAfterMs);
      expect(await recover(stores)).to.equal(1);
    });

    it('make nothing for an endpoint that is disabled or gone when the service looks', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      await outage(stores, fence);
      await stores.catalog.updateOwnEndpoint('ep_in', userId, { disabled: true }, nowMs, actor);
      expect(await recover(stores)).to.equal(1);
      await stores.catalog.updateOwnEndpoint('ep_in', userId, { disabled: false }, nowMs, actor);
      await outage(stores, fence);
      await stores.dispatch.markEndpointGone(fence, 'ep_in', 9, nowMs);
      expect(await recover(stores)).to.equal(1);
      expect(await made(stores)).to.deep.equal([]);
    });

    it('leave out what an unfinished resend holds', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      const { id: held } = await accept(stores);
      await outage(stores, fence);
      expect(await recover(stores)).to.equal(1);
      const id = (await made(stores)).find((one) => one !== held) ?? 0;
      for (const delivery of await start(stores, fence, held)) {
        await stores.dispatch.record(fence, [delivered(delivery)], nowMs);
      }
      expect(await start(stores, fence, id)).to.deep.equal([]);
    });

    it('find the side of an endpoint of one exact type, and make nothing where nothing happened', async () => {
      await using stores = await open();
      const typeWebhook = 'QR_CODE_COPY_AND_PASTE_PAID';
      const fence = await prepare(stores, { typeWebhook });
      await outage(stores, fence);
      expect(await recover(stores)).to.equal(1);
      const [id = 0, ...others] = await made(stores);
      expect(others).to.deep.equal([]);
      expect((await current(stores, id)).selection.resendType).to.equal('CASHIN');
      await seed(stores, [endpointRecord({ recoversAutomatically: true, typeWebhook: 'OTHER' })]);
      await outage(stores, fence);
      expect(await recover(stores)).to.equal(1);
      expect(await made(stores)).to.deep.equal([id]);
    });

    it('count against nobody, and are nobody’s own', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      await outage(stores, fence);
      await recover(stores);
      const active = { perUser: 1, perAccount: 1 };
      expect(await accept(stores, { limits: active })).to.include({ userId });
      const [newest, recovered] = await made(stores);
      const mine = await stores.resends.list({
        ...{ ...ANY_RESEND, userId, createdBy: 'me' },
        ...{ cursor: null, direction: 'NEXT', limit: 9 },
      });
      expect(mine.resends.map(({ id }) => id)).to.deep.equal([newest]);
      expect(recovered).to.be.a('number');
    });

    it('take so many outages at once', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      await seed(stores, [endpointRecord({ id: 'ep_two', recoversAutomatically: true })]);
      const both = (retryAtMs: number | null, atMs: number) =>
        stores.dispatch.saveBreakers(
          fence,
          ['ep_in', 'ep_two'].map((endpointId) => ({ endpointId, retryAtMs, atMs })),
          limits,
        );
      await both(sinceMs + 5, sinceMs);
      await both(null, nowMs);
      expect(await recover(stores, 1)).to.equal(1);
      expect(await recover(stores, 1)).to.equal(1);
      expect(await recover(stores, 1)).to.equal(0);
      expect(await made(stores)).to.have.length(2);
    });
  });
}
