// Long because its cases share a database with resends that are settled.

import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';

import { createHttpSender } from '@webhooks/delivery';
import { systemClock, systemTimers, type Endpoint } from '@webhooks/domain';
import { createLogger, noTracer } from '@webhooks/telemetry';
import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';

import type { RetryPolicy } from '../src/engine/attempt/attempt-sequence.ts';
import { Notifications, type NotificationsOptions } from '../src/notifications/notifications.ts';
import { createHarness, endpointRecord, eventRecords, type Harness } from './harness.ts';

const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const POLICY: RetryPolicy = { scheduleMs: [0, 20, 20, 20, 20, 20], expiresAfterMs: 60_000 };

describe('notifications of settled resends', function () {
  this.timeout(60_000);
  const deadlineMs = 20_000;
  let harness: Harness;
  let receiver: HttpReceiver;
  let deliveries: HttpReceiver;
  let running: Notifications | null;
  /** How often due notifications were looked for. */
  let looks = 0;
  beforeEach(async () => {
    harness = await createHarness();
    receiver = await startHttpReceiver();
    deliveries = await startHttpReceiver();
    running = null;
  });
  afterEach(async () => {
    await running?.stop(5_000);
    await receiver[Symbol.asyncDispose]();
    await deliveries[Symbol.asyncDispose]();
    await harness[Symbol.asyncDispose]();
  });

  const wanting = (changes: Partial<Endpoint> = {}) =>
    endpointRecord('ep_notices', `${receiver.url}/notifications`, {
      typeWebhook: 'resend.finished',
      signingSecrets: [{ secret: SECRET, expiresAtMs: null }],
      ...changes,
    });

  /** Settles so many resends of two events each; nobody is notified yet. */
  async function settle(count = 1): Promise<number[]> {
    await harness.write([endpointRecord('ep_a', deliveries.url), ...eventRecords(2, 0)]);
    const engine = await harness.startEngine();
    const ids: number[] = [];
    for (let made = 0; made < count; made += 1) {
      const id = await harness.accept();
      void engine.work(id).catch(() => undefined);
      ids.push(id);
    }
    for (const id of ids) await harness.settled(id, deadlineMs);
    await engine.stop(5_000);
    return ids;
  }

  /** Takes over, as the next dispatcher does. */
  async function startNotifications(
    policy: RetryPolicy = POLICY,
    store: Partial<NotificationsOptions['store']> = {},
  ): Promise<Notifications> {
    const sender = createHttpSender({
      attemptTimeoutMs: 5_000,
      connectionsPerOrigin: 8,
      clock: systemClock,
    });
    const fence = await harness.lease.acquire('notifications', 1, Date.now() + 60_000);
    if (fence === null) throw new Error('the lease is taken');
    running = new Notifications({
      store: {
        ...harness.store,
        nextNotificationByEndpoint: () => {
          looks += 1;
          return harness.store.nextNotificationByEndpoint();
        },
        ...store,
      },
      fence,
      sender,
      tracer: noTracer,
      policy,
      clock: systemClock,
      random: () => 0,
      timers: systemTimers,
      logger: createLogger({ name: 'dispatcher', level: 'silent' }),
      holdsLease: () => true,
    });
    running.start();
    return running;
  }

  const notificationOf = (id: number, state: string) =>
    waitFor(
      async () => {
        const [notification] = await harness.resends.listNotifications(id);
        return notification?.state === state ? notification : null;
      },
      { what: `the notification of resend ${String(id)} is ${state}`, deadlineMs },
    );

  it('are signed, tell the counts, and do not look like something that is delivered again', async () => {
    await harness.write([wanting({ authorizationToken: 'Bearer of-the-customer' })]);
    deliveries.handle((request, response) => {
      response.statusCode = request.number % 2 === 0 ? 200 : 410;
      response.end();
    });
    const [id = 0] = await settle();
    const resend = await harness.get(id);
    await startNotifications();
    await notificationOf(id, 'DELIVERED');
    expect(receiver.requests).to.have.length(1);
    const [request] = receiver.requests;
    const headers = request?.headers as Record<string, string>;
    expect(headers).to.include({
      'webhook-id': `resend_finished_${String(id)}`,
      'webhook-attempt': '1',
      authorization: 'Bearer of-the-customer',
    });
    expect(headers).to.not.have.property('webhook-resend-id');
    const body = request?.body.toString() ?? '';
    const verified = new Webhook(SECRET).verify(body, headers) as { type: string; data: object };
    expect(verified.type).to.equal('resend.finished');
    expect(verified.data).to.include({
      id,
      status: resend.status,
      detail: resend.detail,
      account_mirror_id: 17,
      total: 2,
      delivered: resend.delivered,
      failed: resend.failed,
      finished_at: new Date(resend.finishedAtMs ?? 0).toISOString(),
    });
    expect(deliveries.requests.every(({ headers }) => headers['webhook-resend-id'])).to.equal(true);
  });

  it('are retried with the same id and body, signed anew', async () => {
    await harness.write([wanting()]);
    receiver.handle((request, response) => {
      response.statusCode = request.number < 3 ? 500 : 204;
      response.end();
    });
    const [id = 0] = await settle();
    await startNotifications();
    expect(await notificationOf(id, 'DELIVERED')).to.include({ attempts: 3, lastHttpStatus: 204 });
    const bodies = new Set(receiver.requests.map(({ body }) => body.toString()));
    const ids = new Set(receiver.requests.map(({ headers }) => headers['webhook-id']));
    const attempts = receiver.requests.map(({ headers }) => headers['webhook-attempt']);
    expect([bodies.size, ids.size, attempts]).to.deep.equal([1, 1, ['1', '2', '3']]);
  });

  it('survive the end of a dispatcher between the settlement and the notification, and before its record', async () => {
    await harness.write([wanting()]);
    const [id = 0] = await settle();
    expect((await harness.resends.listNotifications(id))[0]).to.include({
      state: 'PENDING',
      attempts: 0,
    });
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    receiver.handle(async (_request, response) => {
      arrive();
      await answered;
      response.end();
    });
    const first = await startNotifications();
    await arrived;
    // Its lease is gone before the receiver answers: what it records then is refused.
    await first.stop(0);
    await startNotifications();
    answer();
    await notificationOf(id, 'DELIVERED');
    const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids)).to.deep.equal(new Set([`resend_finished_${String(id)}`]));
    expect(ids.length).to.be.within(1, 2);
  });

  it('are sent once although the database cannot record it for a while', async () => {
    await harness.write([wanting()]);
    const [id = 0] = await settle();
    const { promise: isWell, resolve: mend } = Promise.withResolvers<void>();
    let refused = 0;
    await startNotifications(POLICY, {
      recordNotifications: async (...recorded) => {
        refused += 1;
        // More than one look passes meanwhile.
        if (refused < 6) throw new Error('The disk is full');
        await isWell;
        await harness.store.recordNotifications(...recorded);
      },
    });
    await waitFor(() => refused === 6, { what: 'it was refused again and again', deadlineMs });
    expect(receiver.requests).to.have.length(1);
    mend();
    expect(await notificationOf(id, 'DELIVERED')).to.include({ attempts: 1 });
    expect(receiver.requests).to.have.length(1);
  });

  it('count an attempt once although the answer to its recording is lost', async () => {
    await harness.write([wanting()]);
    receiver.handle((_request, response) => {
      response.statusCode = receiver.requests.length === 1 ? 503 : 204;
      response.end();
    });
    const [id = 0] = await settle();
    let recordings = 0;
    await startNotifications(POLICY, {
      recordNotifications: async (...recorded) => {
        await harness.store.recordNotifications(...recorded);
        recordings += 1;
        if (recordings === 1) throw new Error('The answer is lost');
      },
    });
    expect(await notificationOf(id, 'DELIVERED')).to.include({ attempts: 2 });
    expect(receiver.requests.map(({ headers }) => headers['webhook-attempt'])).to.deep.equal([
      '1',
      '2',
    ]);
  });

  it('are overdue while nobody can look for them, and no longer', async () => {
    await harness.write([wanting()]);
    const [id = 0] = await settle();
    const { promise: isWell, resolve: mend } = Promise.withResolvers<void>();
    const notifications = await startNotifications(POLICY, {
      nextNotificationByEndpoint: async () => {
        await isWell;
        return harness.store.nextNotificationByEndpoint();
      },
    });
    expect(notifications.overdueMs(Date.now() + 90_000)).to.be.within(89_000, 100_000);
    mend();
    await notificationOf(id, 'DELIVERED');
    expect(notifications.overdueMs(Date.now())).to.be.below(20_000);
  });

  it('go to nobody where nobody wants them', async () => {
    const [id = 0] = await settle();
    await startNotifications();
    await harness.write([wanting()]);
    expect(await harness.resends.listNotifications(id)).to.deep.equal([]);
    expect(await harness.store.nextNotificationByEndpoint()).to.deep.equal([]);
  });

  it('disable an endpoint that answers 410, and skip what waits for it', async () => {
    await harness.write([wanting({ maxInFlight: 1 })]);
    receiver.handle((_request, response) => {
      response.statusCode = 410;
      response.end();
    });
    const [first = 0, second = 0] = await settle(2);
    await startNotifications();
    const states = await Promise.all([
      waitFor(async () => (await harness.resends.listNotifications(first))[0]?.settledAtMs, {
        what: 'the first is settled',
        deadlineMs,
      }),
      notificationOf(second, 'SKIPPED').catch(() => notificationOf(first, 'SKIPPED')),
    ]);
    expect(states[1]).to.include({ reason: 'endpoint_gone', attempts: 0 });
    expect(receiver.requests).to.have.length(1);
    expect((await harness.catalog.getEndpoint('ep_notices'))?.disabledReason).to.equal('gone');
  });

  it('fail when their schedule is used up', async () => {
    await harness.write([wanting()]);
    receiver.handle((_request, response) => {
      response.statusCode = 404;
      response.end();
    });
    const [id = 0] = await settle();
    await startNotifications({ scheduleMs: [0, 10], expiresAfterMs: 60_000 });
    expect(await notificationOf(id, 'FAILED')).to.include({ attempts: 2, reason: null });
  });

  it('expire', async () => {
    await harness.write([wanting()]);
    const [id = 0] = await settle();
    await startNotifications({ scheduleMs: [0, 10], expiresAfterMs: 0 });
    expect(await notificationOf(id, 'FAILED')).to.include({ attempts: 0, reason: 'expired' });
    expect(receiver.requests).to.deep.equal([]);
  });

  it('leave an endpoint alone that is down, without spending attempts', async () => {
    await harness.write([wanting()]);
    receiver.handle((_request, response) => void response.destroy());
    const ids = await settle(20);
    const policy = { scheduleMs: [0, 600_000], expiresAfterMs: 3_600_000 };
    await startNotifications(policy);
    // Five failures in a row open the breaker; those in flight with the fifth still end.
    await waitFor(() => receiver.requests.length >= 5, { what: 'it was tried', deadlineMs });
    const all = async () =>
      (await Promise.all(ids.map((id) => harness.resends.listNotifications(id)))).flat();
    await waitFor(async () => (await all()).filter(({ attempts }) => attempts > 0).length >= 5, {
      what: 'that is recorded',
      deadlineMs,
    });
    const looked = looks;
    await waitFor(() => looks >= looked + 3, { what: 'it looked again', deadlineMs });
    // Two times four, and a probe for every five seconds that three looks may take.
    expect(receiver.requests.length).to.be.at.most(12);
    expect((await all()).filter(({ state }) => state === 'PENDING').length).to.be.at.least(8);
    receiver.handle((_request, response) => void response.end());
    const delivered = async () => (await all()).filter(({ state }) => state === 'DELIVERED');
    await waitFor(async () => (await delivered()).length >= 8, {
      what: 'the others are notified after the probe',
      deadlineMs: 30_000,
    });
    const recorded = async () => (await all()).reduce((sum, { attempts }) => sum + attempts, 0);
    await waitFor(async () => (await recorded()) === receiver.requests.length, {
      what: 'every request is a recorded attempt',
      deadlineMs,
    });
  });

  it('tell what becomes of an endpoint, signed and once, with a type for each', async () => {
    const health = { typeWebhook: 'endpoint.health' };
    await harness.write([endpointRecord('ep_a', deliveries.url), wanting(health)]);
    const fence = await harness.lease.acquire('breakers', 1, Date.now() + 50_000);
    if (fence === null) throw new Error('the lease is taken');
    const limits = { recoverAfterMs: 600_000, tellAfterMs: 1_000 };
    const breaker = (retryAtMs: number | null, atMs: number) =>
      harness.store.saveBreakers(fence, [{ endpointId: 'ep_a', retryAtMs, atMs }], limits);
    const sinceMs = Date.now() - 5_000;
    await breaker(sinceMs, sinceMs);
    await breaker(sinceMs + 1_000, sinceMs + 1_000);
    await breaker(null, sinceMs + 2_000);
    await harness.store.markEndpointGone(fence, 'ep_a', 1, sinceMs + 3_000);
    receiver.handle((request, response) => {
      response.statusCode = request.number === 1 ? 500 : 204;
      response.end();
    });
    await startNotifications();
    const isAllSent = async () => (await harness.store.nextNotificationByEndpoint()).length === 0;
    await waitFor(isAllSent, { what: 'all of it is told', deadlineMs });
    const verified = receiver.requests.map(({ body, headers }) => {
      expect(headers).to.not.have.property('webhook-resend-id');
      return new Webhook(SECRET).verify(body.toString(), headers as Record<string, string>) as {
        readonly type: string;
        readonly timestamp: string;
        readonly data: object;
      };
    });
    const byId = new Map(
      verified.map((one, index) => [receiver.requests[index]?.headers['webhook-id'], one]),
    );
    expect(receiver.requests).to.have.length(4);
    expect([...byId.keys()].toSorted()).to.deep.equal(
      [1, 2, 3].map((number) => `endpoint_health_${number}`),
    );
    const time = (ms: number): string => new Date(sinceMs + ms).toISOString();
    const about = { account_mirror_id: 17, endpoint_id: 'ep_a' };
    expect(byId.get('endpoint_health_1')).to.deep.equal({
      type: 'endpoint.failing',
      timestamp: time(1_000),
      data: { ...about, failing_since: time(0) },
    });
    expect(byId.get('endpoint_health_2')).to.deep.equal({
      type: 'endpoint.recovered',
      timestamp: time(2_000),
      data: {
        ...about,
        failing_since: time(0),
        recovered_at: time(2_000),
        resends_what_it_missed: false,
      },
    });
    expect(byId.get('endpoint_health_3')).to.deep.equal({
      type: 'endpoint.disabled',
      timestamp: time(3_000),
      data: { ...about, disabled_reason: 'gone', disabled_at: time(3_000) },
    });
  });
});
