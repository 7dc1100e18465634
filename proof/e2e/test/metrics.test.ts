// Long because its cases follow the metrics of one system through its troubles.

import { expect } from 'chai';

import { freePort, startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { startSystem, type System } from '@webhooks/proof-kit';

import { bulkAccount, endpointRecord } from './support/records.ts';
import { scrape, type Scrape } from './support/scrape.ts';

const ROUTE = '/v3/webhooks/resend';
const SINGLE = { resend_type: 'CASHIN', object_reference_id: 12345 };
const CREATE = 'webhooks.resend.v1.ResendService/CreateResend';
const EVENTS = 40;
const ADMIN_PORTS = ['SERVICE_ADMIN_PORT', 'DISPATCHER_PORT', 'FACADE_ADMIN_PORT'] as const;

describe('metrics', function () {
  this.timeout(120_000);

  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;
  let reported: HttpReceiver;
  let bulk: ReturnType<typeof bulkAccount>;

  before(async () => {
    receiver = started.use(await startHttpReceiver());
    reported = started.use(await startHttpReceiver());
    reported.handle((_request, response) => void response.writeHead(503).end());
    system = started.use(
      await startSystem({
        RETRY_SCHEDULE: '0,1,600',
        NOTICE_SCHEDULE: '0,4,4,4,4,4',
        BREAKER_FAILURES: '10',
        BREAKER_OPEN_MS: '600000',
        BREAKER_MAX_OPEN_MS: '600000',
      }),
    );
    bulk = bulkAccount(60, { events: EVENTS, objects: EVENTS }, receiver.url);
    await system.importSample([
      endpointRecord({ id: 'ep_m', account_id: 17, url: receiver.url, type_webhook: 'CASHIN' }),
      endpointRecord({ id: 'ep_18', account_id: 18, url: receiver.url, type_webhook: 'CASHOUT' }),
      endpointRecord({
        ...{ id: 'ep_told', account_id: 18, url: reported.url, type_webhook: 'resend.finished' },
      }),
      ...bulk.records,
    ]);
  });
  beforeEach(() => receiver.handle((_request, response) => void response.end()));
  after(() => started.disposeAsync());

  const all = (): Promise<Scrape> => scrape(ADMIN_PORTS.map((name) => system.settings[name]));

  const readiness = (names: readonly string[]): Promise<number[]> =>
    Promise.all(
      names.map(async (name) => {
        const answer = await fetch(`http://127.0.0.1:${system.settings[name]}/readyz`);
        await answer.body?.cancel();
        return answer.status;
      }),
    );

  /** Waits until the metrics say so. */
  async function shows(what: string, condition: (now: Scrape) => boolean): Promise<Scrape> {
    let latest: Scrape | null = null;
    return waitFor(
      async () => {
        latest = await all();
        return condition(latest) ? latest : null;
      },
      { deadlineMs: 20_000, what: () => `${what}:\n${latest?.text}` },
    );
  }

  it('count what a resend comes to, in every app', async () => {
    const before = await all();
    await system.api.settled(await system.api.accept(SINGLE));
    const grown = [
      ['rest_requests_total', { method: 'POST', route: ROUTE, status: '200' }, 1],
      ['rest_seconds_count', { route: ROUTE }, 1],
      ['rpc_calls_total', { method: CREATE, code: 'ok' }, 1],
      ['rpc_seconds_count', { method: CREATE }, 1],
      [
        'http_server_request_duration_seconds_count',
        { http_request_method: 'POST', http_route: ROUTE, http_response_status_code: '200' },
        1,
      ],
      [
        'rpc_server_call_duration_seconds_count',
        { rpc_method: CREATE, rpc_response_status_code: 'ok' },
        1,
      ],
      [
        'http_client_request_duration_seconds_count',
        { http_request_method: 'POST', http_response_status_code: '200', error_type: '' },
        3,
      ],
      ['accept_total', { result: 'accepted' }, 1],
      ['commit_rows_sum', { operation: 'accept' }, 1],
      ['commit_seconds_count', { operation: 'accept' }, 1],
      ['commit_rows_sum', { operation: 'take' }, 1],
      ['commit_rows_sum', { operation: 'record' }, 3],
      ['attempts_total', { error_class: 'none' }, 3],
      ['attempt_seconds_count', {}, 3],
      ['deliveries_total', { outcome: 'delivered', cause: 'none' }, 3],
    ] as const;
    await shows('what a resend comes to', (now) =>
      grown.every(([name, labels, by]) => now.sum(name, labels) - before.sum(name, labels) >= by),
    );
    const now = await all();
    expect(now.sum('deliveries_total') - before.sum('deliveries_total')).to.equal(3);
    expect(now.sum('lease_held')).to.equal(1);
    expect(now.sum('nats_connected')).to.equal(2);
  });

  it('count refusals by route, status and code', async () => {
    const before = await all();
    await system.api.request(ROUTE, { headers: { authorization: 'Bearer nonsense' } });
    await system.api.post({ ...SINGLE, object_reference_id: 987654321 });
    await system.api.request('/nowhere/123');
    await shows('refusals', (now) =>
      (
        [
          ['rest_requests_total', { route: ROUTE, status: '401' }],
          ['rest_requests_total', { route: ROUTE, status: '400' }],
          ['rest_requests_total', { route: 'none', status: '404' }],
          ['rpc_calls_total', { method: CREATE, code: 'not_found' }],
        ] as const
      ).every(([name, labels]) => now.sum(name, labels) === before.sum(name, labels) + 1),
    );
  });

  it('show what is in flight and what waits, until it is done', async () => {
    const gate = Promise.withResolvers<void>();
    receiver.handle((_request, response) => void gate.promise.then(() => response.end()));
    const id = await system.api.accept(bulk.request);
    const now = await shows('what waits', (state) => state.sum('deliveries_waiting') === EVENTS);
    expect(now.sum('deliveries_in_flight')).to.be.within(1, EVENTS);
    expect(now.sum('resends_in_work')).to.equal(1);
    expect(now.sum('commit_rows_sum', { operation: 'plan' })).to.be.at.least(EVENTS - 3);
    expect(now.sum('endpoints', { breaker: 'closed' })).to.be.at.least(1);
    expect(now.sum('resends_unsettled', { class: 'bulk' })).to.equal(1);
    expect(now.sum('resends_unsettled', { class: 'interactive' })).to.equal(0);
    expect(now.sum('oldest_unsettled_seconds', { class: 'bulk' })).to.be.within(0.001, 60);
    gate.resolve();
    await system.api.settled(id);
    await shows('that nothing waits', (state) =>
      [
        'deliveries_waiting',
        'deliveries_in_flight',
        'resends_in_work',
        'resends_unsettled',
        'oldest_unsettled_seconds',
      ].every((name) => state.sum(name) === 0),
    );
  });

  it('show retries while they are due', async () => {
    const gate = Promise.withResolvers<void>();
    receiver.handle(({ headers }, response) => {
      if (headers['webhook-attempt'] === '1') response.writeHead(503).end();
      else void gate.promise.then(() => response.end());
    });
    const before = await all();
    const id = await system.api.accept(SINGLE);
    const now = await shows('a retry that is due', (state) => state.sum('retries_loaded') === 1);
    expect(now.sum('retry_endpoints')).to.equal(1);
    const retrying = { outcome: 'retrying', cause: 'http_status' };
    expect(now.sum('deliveries_total', retrying)).to.be.above(
      before.sum('deliveries_total', retrying),
    );
    expect(now.sum('attempts_total', { error_class: 'http_status' })).to.be.above(
      before.sum('attempts_total', { error_class: 'http_status' }),
    );
    gate.resolve();
    await system.api.settled(id);
    await shows(
      'no retries',
      (state) => state.sum('retries_loaded') + state.sum('retry_endpoints') === 0,
    );
  });

  it('show an endpoint that fails as an open breaker, and what is cancelled', async () => {
    receiver.handle((_request, response) => void response.writeHead(500).end());
    const id = await system.api.accept(bulk.request);
    await shows('an open breaker', (state) => state.sum('endpoints', { breaker: 'open' }) === 1);
    await system.api.act(id, 'cancel');
    await system.api.settled(id);
    await shows(
      'cancelled deliveries',
      (state) =>
        state.sum('deliveries_total', { outcome: 'cancelled', cause: 'cancelled' }) === EVENTS,
    );
  });

  it('count notices, and show what waits of them', async () => {
    const id = await system.api.accept({ resend_type: 'CASHOUT', object_reference_id: 98765 });
    const now = await shows(
      'a notice that waits',
      (state) => state.sum('notices_total', { outcome: 'retrying', cause: 'http_status' }) === 1,
    );
    await system.api.settled(id);
    expect(now.sum('notice_overdue_seconds')).to.be.below(20);
    await shows('its age', (state) => state.sum('oldest_notice_seconds') > 0);
    expect((await all()).sum('notices_unsettled')).to.equal(1);
    reported.handle((_request, response) => void response.end());
    await shows('that nobody waits any more', (state) => state.sum('notices_unsettled') === 0);
    expect((await all()).sum('notices_total', { outcome: 'delivered' })).to.equal(1);
    expect((await all()).sum('oldest_notice_seconds')).to.equal(0);
  });

  it('show what nobody begins', async () => {
    await system.app('dispatcher').kill();
    const id = await system.api.accept(SINGLE);
    const now = await shows(
      'a resend that nobody begins',
      (state) => state.sum('oldest_unstarted_seconds', { class: 'interactive' }) > 1,
    );
    expect(now.sum('outbox_jobs', { state: 'published' })).to.be.at.least(1);
    expect(now.sum('oldest_unstarted_seconds', { class: 'bulk' })).to.equal(0);
    await system.start('dispatcher');
    await system.api.settled(id);
    await shows('that all is begun', (state) => state.sum('oldest_unstarted_seconds') === 0);
  });

  it('show a broker that is away', async () => {
    await system.nats.stop();
    await shows('no connection to NATS', (state) => state.sum('nats_connected') === 0);
    // Requests are accepted, and what is begun continues.
    expect(await readiness(ADMIN_PORTS)).to.deep.equal([200, 200, 200]);
    // The dispatcher would find it in the database by itself.
    await system.app('dispatcher').stop();
    const id = await system.api.accept(SINGLE);
    const { SERVICE_ADMIN_PORT = '' } = system.settings;
    await waitFor(
      async () =>
        (await scrape([SERVICE_ADMIN_PORT])).sum('outbox_jobs', { state: 'unpublished' }) === 1,
      { what: 'a job that is not published' },
    );
    await system.start('dispatcher');
    await system.nats.start();
    await system.api.settled(id);
    await shows('sessions with NATS', (state) => state.sum('nats_connected') === 2);
  });

  it('show that a standby is ready and holds no lease', async () => {
    const active = system.app('dispatcher');
    const DISPATCHER_PORT = `${await freePort()}`;
    await using standby = await system.start('dispatcher', { DISPATCHER_PORT });
    const standbyShows = await scrape([DISPATCHER_PORT]);
    expect(standbyShows.sum('lease_held')).to.equal(0);
    expect((await all()).sum('lease_held')).to.equal(1);
    await active.kill();
    await waitFor(async () => (await scrape([DISPATCHER_PORT])).sum('lease_held') === 1, {
      deadlineMs: 20_000,
      what: () => `the standby to lead: ${standby.lines.join('\n')}`,
    });
    await standby.kill();
    await system.start('dispatcher');
  });

  it('tell of the processes', async () => {
    const before = await all();
    await shows(
      'CPU time',
      (now) => now.sum('process_cpu_seconds_total') > before.sum('process_cpu_seconds_total'),
    );
    for (const { value } of before.samples.filter(({ name }) =>
      name.endsWith('resident_memory_bytes'),
    )) {
      expect(value).to.be.within(20e6, 2e9);
    }
    const apps = new Set(before.samples.map(({ labels }) => labels['app']));
    expect(apps).to.deep.equal(new Set(['resend-service', 'dispatcher', 'rest-facade']));
    expect(before.sum('nodejs_heap_size_used_bytes')).to.be.above(1e6);
    expect(before.sum('process_open_fds')).to.be.above(30);
    expect(before.sum('process_start_time_seconds') / 3).to.be.closeTo(Date.now() / 1000, 600);
    const lags = before.samples.filter(({ name }) => name.startsWith('nodejs_eventloop_lag_'));
    expect(lags).to.have.length(15);
    const builds = before.samples.filter(({ name }) => name === 'webhooks_build_info');
    for (const { labels, value } of builds) {
      expect(value).to.equal(1);
      expect(labels).to.include.keys('version', 'commit');
    }
    expect(builds).to.have.length(3);
  });

  it('hold neither ids nor anything secret, and stay small', async () => {
    const { text, samples } = await all();
    const secrets = Object.entries(system.settings).filter(([name]) => /SECRET/.test(name));
    // A value may have any digits.
    const withoutValues = text.replaceAll(/ \S+$|commit="\w+"/gm, '');
    for (const word of [
      ...secrets.map(([, value]) => value),
      'Bearer',
      'ep_m',
      'ep_60',
      'bulk-60',
      '12345',
      '987654321',
      'nowhere',
      receiver.url,
    ]) {
      expect(withoutValues.includes(word), word).to.equal(false);
    }
    expect(new Set(samples.flatMap(({ labels }) => Object.keys(labels)))).to.deep.equal(
      new Set([
        'app',
        'version',
        'commit',
        'method',
        'route',
        'status',
        'code',
        'class',
        'state',
        'result',
        'operation',
        'outcome',
        'cause',
        'error_class',
        'breaker',
        'http_request_method',
        'http_response_status_code',
        'http_route',
        'rpc_method',
        'rpc_response_status_code',
        'error_type',
        'le',
      ]),
    );
    expect(samples.length).to.be.below(1_000);
  });
});
