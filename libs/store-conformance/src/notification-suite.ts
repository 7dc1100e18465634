import { expect } from 'chai';

import type { Fence, NotificationRecord } from '@webhooks/domain';

import { begin, delivered, failed, start } from './dispatching.ts';
import {
  accept,
  accountRecord,
  current,
  endpointRecord,
  eventRecord,
  eventRecords,
  lead,
  nowMs,
  originalRetryForMs,
  otherAccount,
  seed,
  selection,
  userId,
} from './fixtures.ts';
import type { OpenStores, Stores } from './stores.ts';

const wanting = endpointRecord({ id: 'ep_notifications', typeWebhook: 'resend.finished' });

/** What holds for notifications of settled resends. */
export function notificationSuite(open: OpenStores): void {
  describe('notifications', () => {
    async function settle(stores: Stores, fence: Fence, atMs = nowMs + 7): Promise<number> {
      const { id } = await accept(stores);
      const [first, ...others] = await start(stores, fence, id);
      if (first === undefined) throw new Error('nothing planned');
      await stores.dispatch.record(fence, [failed(first), ...others.map(delivered)], atMs);
      return id;
    }

    const due = ({ dispatch }: Stores, atMs = nowMs + 7) =>
      dispatch.dueNotifications('ep_notifications', atMs, 9);

    it('come with the transaction that settles a resend, and tell its counts', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), wanting, ...eventRecords(3)]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      const deliveries = await start(stores, fence, id);
      await stores.dispatch.record(fence, deliveries.slice(1).map(delivered), nowMs);
      expect(await stores.resends.listNotifications(id)).to.deep.equal([]);
      expect(await stores.dispatch.nextNotificationByEndpoint()).to.deep.equal([]);
      await stores.dispatch.record(fence, deliveries.slice(0, 1).map(failed), nowMs + 7);
      expect(await stores.dispatch.nextNotificationByEndpoint()).to.deep.equal([
        { endpointId: 'ep_notifications', atMs: nowMs + 7 },
      ]);
      expect(await due(stores, nowMs + 6)).to.deep.equal([]);
      const [notification] = await due(stores);
      expect(notification).to.include({ resendId: id, attempts: 0, createdAtMs: nowMs + 7 });
      expect(notification?.resend).to.include({
        id,
        status: 'FAILED',
        detail: '1 of 3 deliveries did not succeed: 1 failed',
        total: 3,
        delivered: 2,
        failed: 1,
        finishedAtMs: nowMs + 7,
      });
    });

    it('come for an empty resend too, once', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), wanting]);
      const fence = await lead(stores);
      const { id } = await accept(stores);
      expect(await begin(stores, fence, id)).to.equal(0);
      await stores.dispatch.setTotal(fence, id, 0, nowMs);
      expect(await stores.resends.listNotifications(id)).to.have.length(1);
    });

    it('go to nobody who does not want them, nor to other accounts', async () => {
      await using stores = await open();
      await seed(stores, [
        accountRecord(),
        { kind: 'account', account: otherAccount },
        endpointRecord(),
        endpointRecord({
          id: 'ep_foreign',
          accountId: otherAccount.id,
          typeWebhook: 'resend.finished',
        }),
        ...eventRecords(2),
      ]);
      const id = await settle(stores, await lead(stores));
      expect(await stores.resends.listNotifications(id)).to.deep.equal([]);
      expect(await stores.dispatch.nextNotificationByEndpoint()).to.deep.equal([]);
    });

    it('never share an endpoint with events, whatever these call themselves', async () => {
      await using stores = await open();
      const forged = eventRecord({ id: 'evt_forged', type: 'resend.finished' });
      await seed(stores, [accountRecord(), wanting, ...eventRecords(2), forged]);
      const fence = await lead(stores);
      const selections = [
        selection(),
        selection({ eventTypes: ['resend.finished'] }),
        selection({ endpointIds: ['ep_notifications'] }),
      ];
      for (const asked of selections) {
        const { id } = await accept(stores, { selection: asked });
        expect(await begin(stores, fence, id)).to.equal(0);
        expect(await current(stores, id)).to.include({ status: 'FAILED', total: 0 });
        const looked = await stores.previews.preview(
          { userId: 246, accountId: 17, selection: asked, deliverTo: null, originalRetryForMs },
          60_000,
          nowMs,
        );
        expect(looked).to.have.nested.property('preview.deliveries', 0);
      }
    });

    it('are retried, and stay as they are once they are settled', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), wanting, ...eventRecords(2)]);
      const fence = await lead(stores);
      const id = await settle(stores, fence);
      const record = (one: NotificationRecord, atMs: number) =>
        stores.dispatch.recordNotifications(fence, [one], atMs);
      const retry = { state: 'RETRYING', nextAttemptAtMs: nowMs + 50 } as const;
      await record(notificationRecordOf(id, retry, 503), nowMs + 10);
      const [waiting] = await stores.resends.listNotifications(id);
      expect(waiting).to.include({
        state: 'RETRYING',
        attempts: 1,
        lastHttpStatus: 503,
        lastErrorClass: 'http_status',
        nextAttemptAtMs: nowMs + 50,
        settledAtMs: null,
      });
      expect(await due(stores, nowMs + 49)).to.deep.equal([]);
      expect((await due(stores, nowMs + 50))[0]).to.include({ attempts: 1 });
      await record(notificationRecordOf(id, { state: 'DELIVERED' }, 204, 1), nowMs + 60);
      await record(notificationRecordOf(id, retry, 503, 2), nowMs + 70);
      const [settled] = await stores.resends.listNotifications(id);
      expect(settled).to.include({
        state: 'DELIVERED',
        attempts: 2,
        lastHttpStatus: 204,
        lastErrorClass: null,
        nextAttemptAtMs: null,
        settledAtMs: nowMs + 60,
      });
      expect(await stores.dispatch.nextNotificationByEndpoint()).to.deep.equal([]);
      const shown = await stores.endpoints.get('ep_notifications', userId, nowMs + 70);
      expect(shown?.lastDay).to.include({ attempts: 2, succeeded: 1 });
    });

    it('count as what waits until they are settled, the oldest first', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), wanting, ...eventRecords(2)]);
      const fence = await lead(stores);
      const first = await settle(stores, fence, nowMs + 7);
      const second = await settle(stores, fence, nowMs + 9);
      const waiting = async (limit = 9) => (await stores.backlog.read(limit)).notifications;
      expect(await waiting()).to.deep.equal({ unsettled: 2, oldestAtMs: nowMs + 7 });
      expect(await waiting(1)).to.deep.equal({ unsettled: 1, oldestAtMs: nowMs + 7 });
      const retry = { state: 'RETRYING', nextAttemptAtMs: nowMs + 50 } as const;
      await stores.dispatch.recordNotifications(
        fence,
        [notificationRecordOf(first, retry, 503)],
        nowMs + 10,
      );
      expect(await waiting()).to.deep.equal({ unsettled: 2, oldestAtMs: nowMs + 7 });
      const done = { state: 'DELIVERED' } as const;
      await stores.dispatch.recordNotifications(
        fence,
        [notificationRecordOf(first, done, 204, 1)],
        nowMs + 60,
      );
      expect(await waiting()).to.deep.equal({ unsettled: 1, oldestAtMs: nowMs + 9 });
      await stores.dispatch.recordNotifications(
        fence,
        [notificationRecordOf(second, done, 204)],
        nowMs + 60,
      );
      expect(await waiting()).to.deep.equal({ unsettled: 0, oldestAtMs: null });
    });

    it('are recorded once, however often that is repeated', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), wanting, ...eventRecords(2)]);
      const fence = await lead(stores);
      const id = await settle(stores, fence);
      const retry = { state: 'RETRYING', nextAttemptAtMs: nowMs + 50 } as const;
      const before = await stores.resends.listNotifications(id);
      expect(before[0]).to.include({ attempts: 0 });
      for (let time = 0; time < 2; time += 1) {
        await stores.dispatch.recordNotifications(
          fence,
          [notificationRecordOf(id, retry, 503)],
          nowMs + 10,
        );
      }
      expect((await stores.resends.listNotifications(id))[0]).to.include({ attempts: 1 });
      const statistics = await stores.endpoints.statistics(
        'ep_notifications',
        userId,
        1,
        nowMs + 10,
      );
      expect(statistics?.buckets.map(({ attempts }) => attempts)).to.deep.equal([1]);
    });

    it('hold what they are about until they are settled, and go with it', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), wanting, ...eventRecords(2)]);
      const fence = await lead(stores);
      const id = await settle(stores, fence);
      const prune = async (): Promise<void> => {
        while (await stores.dispatch.pruneAttempts(fence, nowMs + 100, 5));
        while (await stores.dispatch.pruneDeliveries(fence, nowMs + 100, 5));
        while (await stores.retention.pruneResends(nowMs + 100, 5));
      };
      await prune();
      expect(await due(stores)).to.have.length(1);
      const skipped = { state: 'SKIPPED', reason: 'endpoint_gone' } as const;
      await stores.dispatch.recordNotifications(
        fence,
        [notificationRecordOf(id, skipped, null)],
        nowMs + 9,
      );
      expect((await stores.resends.listNotifications(id))[0]).to.include({
        ...skipped,
        attempts: 0,
      });
      await prune();
      expect(await stores.resends.get(id, userId)).to.equal(null);
      expect(await stores.resends.listNotifications(id)).to.deep.equal([]);
    });

    it('are not recorded by a dispatcher that was fenced off', async () => {
      await using stores = await open();
      await seed(stores, [accountRecord(), endpointRecord(), wanting, ...eventRecords(2)]);
      const fence = await lead(stores);
      const id = await settle(stores, fence);
      await stores.leases.release(fence);
      await lead(stores, 'the next one');
      const delivered = notificationRecordOf(id, { state: 'DELIVERED' }, 204);
      const error = await stores.dispatch
        .recordNotifications(fence, [delivered], nowMs)
        .catch((thrown: unknown) => thrown);
      expect(error).to.have.property('name', 'FencedOffError');
      expect((await stores.resends.listNotifications(id))[0]).to.include({ state: 'PENDING' });
    });
  });
}

/** What came of an attempt with a status; null: there was none. */
function notificationRecordOf(
  resendId: number,
  disposition: NotificationRecord['disposition'],
  httpStatus: number | null,
  attemptsBefore = 0,
): NotificationRecord {
  const isFailure = httpStatus !== null && httpStatus >= 300;
  const attempt = {
    startedAtMs: nowMs,
    durationMs: 5,
    httpStatus,
    errorClass: isFailure ? 'http_status' : null,
    errorMessage: isFailure ? `answered ${httpStatus}` : null,
    responseSnippet: null,
    retryAfterMs: null,
  } as const;
  const key = { resendId, endpointId: 'ep_notifications' };
  const attempts = httpStatus === null ? [] : [attempt];
  return { ...key, attemptsBefore, attempts, disposition };
}
