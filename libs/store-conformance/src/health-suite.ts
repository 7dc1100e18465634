import { expect } from 'chai';

import type { AttemptOutcome, Fence, HealthNotification } from '@webhooks/domain';

import {
  accountRecord,
  actor,
  endpointRecord,
  lead,
  nowMs,
  otherAccount,
  seed,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const limits = { recoverAfterMs: 600_000, tellAfterMs: 60_000 };
const dayMs = 86_400_000;
const sinceMs = nowMs - dayMs;
const wanting = endpointRecord({ id: 'ep_told', typeWebhook: 'endpoint.health' });

/** What holds for notifications of what becomes of endpoints. */
export function healthSuite(open: OpenStores): void {
  describe('notifications of endpoints', () => {
    async function prepare(stores: Stores): Promise<Fence> {
      await seed(stores, [
        accountRecord(),
        { kind: 'account', account: otherAccount },
        endpointRecord(),
        wanting,
        endpointRecord({
          ...{ id: 'ep_foreign', accountId: otherAccount.id, typeWebhook: 'endpoint.health' },
        }),
      ]);
      return lead(stores);
    }

    const breaker = ({ dispatch }: Stores, fence: Fence, retryAtMs: number | null, atMs: number) =>
      dispatch.saveBreakers(fence, [{ endpointId: 'ep_in', retryAtMs, atMs }], limits);

    const due = ({ dispatch }: Stores, endpointId = 'ep_told') =>
      dispatch.dueNotifications(endpointId, nowMs + dayMs, 9);

    const health = async (stores: Stores): Promise<HealthNotification[]> =>
      (await due(stores)).flatMap((one) => (one.healthId === undefined ? [] : [one.health]));

    const notified = async (stores: Stores): Promise<string[]> =>
      (await health(stores)).map(({ type }) => type);

    it('tell of an outage that lasts, once, and of its end', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      await breaker(stores, fence, sinceMs + 1_000, sinceMs);
      await breaker(stores, fence, sinceMs + 60_000, sinceMs + 59_999);
      expect(await notified(stores)).to.deep.equal([]);
      await breaker(stores, fence, sinceMs + 120_000, sinceMs + 60_000);
      await breaker(stores, fence, sinceMs + 180_000, sinceMs + 120_000);
      const [failing, ...others] = await due(stores);
      expect(others).to.deep.equal([]);
      expect(failing).to.deep.equal({
        healthId: 1,
        endpointId: 'ep_told',
        attempts: 0,
        createdAtMs: sinceMs + 60_000,
        traceparent: '',
        health: {
          type: 'endpoint.failing',
          accountId: 17,
          data: { endpoint_id: 'ep_in', failing_since: new Date(sinceMs).toISOString() },
        },
      });
      await breaker(stores, fence, null, sinceMs + 200_000);
      await breaker(stores, fence, null, sinceMs + 200_001);
      const [, recovered, ...more] = await due(stores);
      expect(more).to.deep.equal([]);
      expect(recovered).to.deep.nested.include({
        'health.type': 'endpoint.recovered',
        'health.data': {
          endpoint_id: 'ep_in',
          failing_since: new Date(sinceMs).toISOString(),
          recovered_at: new Date(sinceMs + 200_000).toISOString(),
          resends_what_it_missed: false,
        },
      });
      expect(await due(stores, 'ep_foreign')).to.deep.equal([]);
    });

    it('do not tell of a short outage, nor more than once an hour of one that comes again', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      await breaker(stores, fence, sinceMs + 1_000, sinceMs);
      await breaker(stores, fence, null, sinceMs + 1_000);
      expect(await notified(stores)).to.deep.equal([]);
      for (let minute = 1; minute <= 120; minute += 2) {
        const atMs = sinceMs + minute * 60_000;
        await breaker(stores, fence, atMs, atMs);
        await breaker(stores, fence, atMs + 60_000, atMs + 60_000);
        await breaker(stores, fence, null, atMs + 60_001);
      }
      const both = ['endpoint.failing', 'endpoint.recovered'];
      expect(await notified(stores)).to.deep.equal([...both, ...both]);
    });

    it('say that what was missed is resent', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      await seed(stores, [endpointRecord({ recoversAutomatically: true })]);
      await breaker(stores, fence, sinceMs, sinceMs);
      await breaker(stores, fence, nowMs, nowMs - 1);
      await breaker(stores, fence, null, nowMs);
      const [, recovered] = await due(stores);
      expect(recovered).to.nested.include({ 'health.data.resends_what_it_missed': true });
    });

    it('tell of a 410, once for each time that its owner enabled it', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      const { dispatch, catalog } = stores;
      await dispatch.markEndpointGone(fence, 'ep_in', 1, nowMs);
      await dispatch.markEndpointGone(fence, 'ep_in', 1, nowMs + 1);
      const data = {
        endpoint_id: 'ep_in',
        disabled_reason: 'gone',
        disabled_at: new Date(nowMs).toISOString(),
      };
      expect((await health(stores)).map((one) => one.data)).to.deep.equal([data]);
      await catalog.updateEndpoint('ep_in', { disabled: false }, nowMs + 2, actor);
      await dispatch.markEndpointGone(fence, 'ep_in', 2, nowMs + 3);
      expect(await notified(stores)).to.deep.equal(['endpoint.disabled', 'endpoint.disabled']);
    });

    it('tell accounts of a certificate that their endpoints are shown, once for each stage', async () => {
      await using stores = await open();
      await prepare(stores);
      const expiry = { name: 'bank', fingerprint: 'ab', notAfterMs: nowMs + dayMs, withinDays: 7 };
      expect(await stores.identities.tellExpiry(expiry, nowMs)).to.equal(0);
      await stores.identities.putCertificate(
        { name: 'bank', accountId: null, chain: 'chain', privateKey: 'key', useFromMs: nowMs },
        () => true,
        { nowMs, actor },
      );
      await stores.catalog.updateEndpoint('ep_in', { clientIdentity: 'bank' }, nowMs, actor);
      expect(await stores.identities.tellExpiry(expiry, nowMs)).to.equal(1);
      expect(await stores.identities.tellExpiry(expiry, nowMs)).to.equal(0);
      expect(await stores.identities.tellExpiry({ ...expiry, withinDays: 1 }, nowMs)).to.equal(1);
      expect(await stores.identities.tellExpiry({ ...expiry, fingerprint: 'cd' }, nowMs)).to.equal(
        1,
      );
      const [first] = await due(stores);
      expect(first).to.deep.nested.include({
        'health.type': 'certificate.expiring',
        'health.data': {
          client_identity: 'bank',
          certificate_fingerprint: 'ab',
          certificate_not_after: new Date(nowMs + dayMs).toISOString(),
        },
      });
    });

    it('are retried, settled, counted as what waits, and removed when they are old', async () => {
      await using stores = await open();
      const fence = await prepare(stores);
      const { dispatch, retention, backlog } = stores;
      await dispatch.markEndpointGone(fence, 'ep_in', 1, nowMs);
      const waiting = async () => (await backlog.read(9)).notifications;
      expect(await waiting()).to.deep.equal({ unsettled: 1, oldestAtMs: nowMs });
      expect(await dispatch.nextNotificationByEndpoint()).to.deep.equal([
        { endpointId: 'ep_told', atMs: nowMs },
      ]);
      const attempt: AttemptOutcome = {
        startedAtMs: nowMs,
        durationMs: 5,
        httpStatus: 500,
        errorClass: 'http_status',
        errorMessage: null,
        responseSnippet: null,
        retryAfterMs: null,
      };
      const record = { healthId: 1, endpointId: 'ep_told', attemptsBefore: 0, attempts: [attempt] };
      const retrying = { state: 'RETRYING', nextAttemptAtMs: nowMs + 50 } as const;
      for (let time = 0; time < 2; time += 1) {
        await dispatch.recordNotifications(fence, [{ ...record, disposition: retrying }], nowMs);
      }
      expect((await due(stores))[0]).to.include({ attempts: 1 });
      const disposition = { state: 'DELIVERED' } as const;
      const again = { ...record, attemptsBefore: 1, disposition };
      await dispatch.recordNotifications(fence, [again], nowMs + 60);
      expect(await due(stores)).to.deep.equal([]);
      expect(await waiting()).to.deep.equal({ unsettled: 0, oldestAtMs: null });
      expect(await retention.pruneHealthNotifications(nowMs + 60, 1)).to.equal(false);
      expect(await retention.pruneHealthNotifications(nowMs + 61, 1)).to.equal(true);
      expect(await retention.pruneHealthNotifications(nowMs + 61, 1)).to.equal(false);
    });
  });
}
