// Long because it goes through every route of endpoints with one service.

import { create } from '@bufbuild/protobuf';
import { durationFromMs, timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  AttemptStatisticsSchema,
  BreakerState,
  DeliveryState,
  NoticeState,
  OwnEndpointSchema,
  type ListOwnEndpointsRequest,
  type UpdateOwnEndpointRequest,
} from '@webhooks/contracts';
import { expect } from 'chai';

import { serviceError } from './fake-service.ts';
import { RESEND_PATH, type RestHarness, startHarness } from './rest-harness.ts';

const PATH = '/v3/webhooks/endpoints';
const AT = Date.UTC(2026, 4, 2, 10, 0, 0, 250);

const lastDay = create(AttemptStatisticsSchema, {
  attempts: 8n,
  succeeded: 6n,
  failures: [{ errorClass: 'timeout', attempts: 2n }],
  p50Ms: 20,
  p95Ms: 15_000,
});
const failing = create(OwnEndpointSchema, {
  id: 'ep_1',
  accountId: 17n,
  branchIdentifier: '0001',
  accountNumber: '123456',
  accountName: 'Loja Azul',
  url: 'https://merchant.example/hook',
  typeWebhook: 'CASHIN',
  disabledReason: 'gone',
  disabledSince: timestampFromMs(AT),
  maxInFlight: 4,
  maxRatePerSecond: 2.5,
  recoverAutomatically: true,
  breaker: { state: BreakerState.OPEN, retryAt: timestampFromMs(AT) },
  lastDay,
  mtls: {
    identity: 'platform',
    certificateFingerprint: 'ab12',
    certificateNotAfter: timestampFromMs(AT),
    verifiedAt: timestampFromMs(AT),
  },
  verification: 'pending',
  test: true,
});
const failingItem = {
  id: 'ep_1',
  account_mirror_id: 17,
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  source_account_name: 'Loja Azul',
  url: 'https://merchant.example/hook',
  type_webhook: 'CASHIN',
  enabled: false,
  disabled_reason: 'gone',
  disabled_since: '2026-05-02T10:00:00.250Z',
  max_in_flight: 4,
  requests_per_second: 2.5,
  recover_automatically: true,
  breaker: { state: 'OPEN', retry_at: '2026-05-02T10:00:00.250Z' },
  last_24h: { attempts: 8, succeeded: 6, success_rate: 0.75, p50_ms: 20, p95_ms: 15_000 },
  mtls: {
    identity: 'platform',
    certificate_fingerprint: 'ab12',
    certificate_not_after: '2026-05-02T10:00:00.250Z',
    verified_at: '2026-05-02T10:00:00.250Z',
  },
  mtls_verified: true,
  verification: 'pending',
  test: true,
};
const idle = create(OwnEndpointSchema, {
  id: 'ep_2',
  accountId: 18n,
  breaker: { state: BreakerState.CLOSED },
  lastDay: {},
});

describe('endpoints', () => {
  let rest: RestHarness;
  before(async () => {
    rest = await startHarness({ settings: { publicBaseUrl: 'https://api.example.com/eu' } });
  });
  after(() => rest[Symbol.asyncDispose]());
  beforeEach(() => {
    rest.service.calls.length = 0;
  });

  const patch = (body: unknown, id = 'ep_1'): Promise<Response> =>
    rest.call(`${PATH}/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('are listed with absolute links that carry the filter and the limit', async () => {
    rest.service.behaviour.endpoints.listOwnEndpoints = () => ({
      endpoints: [failing, idle],
      next: { accountId: 18n, id: 'ep_2' },
      previous: { accountId: 17n, id: 'ep_1' },
    });
    const cursor = 'cursor_account_mirror_id=9&cursor_id=ep_0';
    const response = await rest.call(`${PATH}?limit=2&account_mirror_id=17&${cursor}`);
    const link = (accountId: number, id: string, direction: string): string =>
      `https://api.example.com/eu${PATH}?cursor_account_mirror_id=${accountId}&cursor_id=${id}` +
      `&cursor_direction=${direction}&limit=2&account_mirror_id=17`;
    const body = (await response.json()) as { results: unknown[] };
    expect(body).to.deep.include({
      next: link(18, 'ep_2', 'NEXT'),
      previous: link(17, 'ep_1', 'PREVIOUS'),
    });
    expect(body.results[0]).to.deep.equal(failingItem);
    expect(body.results[1]).to.deep.include({
      source_account_name: null,
      enabled: true,
      disabled_reason: null,
      disabled_since: null,
      max_in_flight: null,
      requests_per_second: null,
      recover_automatically: false,
      breaker: { state: 'CLOSED', retry_at: null },
      last_24h: { attempts: 0, succeeded: 0, success_rate: null, p50_ms: null, p95_ms: null },
      mtls: null,
      mtls_verified: false,
      verification: 'proven',
      test: false,
    });
    const asked = rest.service.calls.at(-1)?.request as ListOwnEndpointsRequest;
    expect(asked).to.deep.include({ pageSize: 2, accountId: 17n });
    expect(asked.cursor).to.include({ accountId: 9n, id: 'ep_0' });
  });

  for (const [query, field] of [
    ['limit=101', 'limit'],
    ['account_mirror_id=0', 'account_mirror_id'],
    ['cursor_id=ep_1', 'cursor_account_mirror_id'],
    ['cursor_account_mirror_id=1', 'cursor_id'],
    ['cursor_account_mirror_id=1&cursor_id=%20', 'cursor_id'],
    ['cursor_direction=PREVIOUS', 'cursor_direction'],
    ['state=OPEN', 'state'],
  ]) {
    it(`are not listed by ${query}`, async () => {
      const response = await rest.call(`${PATH}?${query}`);
      expect(response.status).to.equal(422);
      expect(await response.json()).to.have.nested.property('errors[0].field', field);
      expect(rest.service.calls).to.deep.equal([]);
    });
  }

  it('are shown one by one', async () => {
    rest.service.behaviour.endpoints.getOwnEndpoint = () => ({ endpoint: failing });
    const response = await rest.call(`${PATH}/ep_1`);
    expect(await response.json()).to.deep.equal(failingItem);
  });

  it('tell over time what attempts came to', async () => {
    rest.service.behaviour.endpoints.getEndpointStatistics = () => ({
      bucket: durationFromMs(300_000),
      buckets: [{ start: timestampFromMs(AT), statistics: lastDay }],
    });
    const response = await rest.call(`${PATH}/ep_1/statistics?hours=168`);
    expect(await response.json()).to.deep.equal({
      bucket_seconds: 300,
      results: [
        {
          start: '2026-05-02T10:00:00.250Z',
          attempts: 8,
          succeeded: 6,
          failed: 2,
          failures_by_class: { timeout: 2 },
          p50_ms: 20,
          p95_ms: 15_000,
        },
      ],
    });
    expect(rest.service.calls.at(-1)?.request).to.include({ id: 'ep_1', hours: 168 });
    for (const query of ['hours=0', 'hours=169', 'hours=1.5', 'days=1']) {
      expect((await rest.call(`${PATH}/ep_1/statistics?${query}`)).status).to.equal(422);
    }
  });

  it('are enabled, disabled and moved', async () => {
    rest.service.behaviour.endpoints.updateOwnEndpoint = () => ({ endpoint: idle });
    const response = await patch({ enabled: true, url: 'https://new.example/' });
    expect(await response.json()).to.deep.include({
      worked: true,
      detail: 'Webhook endpoint changed. ID: ep_2',
      credentials_dropped: false,
      signing_secret: null,
      was_disabled_since: null,
    });
    const asked = () => rest.service.calls.at(-1)?.request as UpdateOwnEndpointRequest;
    expect(asked()).to.include({ id: 'ep_1', disabled: false, url: 'https://new.example/' });
    const credentials = { authorization_token: 'Bearer new', x_functions_key: 'new' };
    rest.service.behaviour.endpoints.updateOwnEndpoint = () => ({
      endpoint: idle,
      credentialsDropped: true,
      signingSecret: 'whsec_new',
      wasDisabledSince: timestampFromMs(AT),
    });
    const moved = await patch({ url: 'https://new.example/', ...credentials });
    expect(await moved.json()).to.include({
      credentials_dropped: true,
      signing_secret: 'whsec_new',
      was_disabled_since: '2026-05-02T10:00:00.250Z',
    });
    expect(asked()).to.include({ authorizationToken: 'Bearer new', xFunctionsKey: 'new' });
    await patch({ enabled: false, url: null });
    expect(asked().disabled).to.equal(true);
    expect(asked().url).to.equal(undefined);
    await patch({ recover_automatically: true });
    expect(asked()).to.include({ recoverAutomatically: true });
    expect(asked().disabled).to.equal(undefined);
  });

  for (const body of [
    '{}',
    '{"enabled":null}',
    '{"enabled":1}',
    '{"enabled":"true"}',
    '{"recover_automatically":1}',
    '{"recover_automatically":null}',
    '{"url":5}',
    '{"enabled":true,"authorization_token":"x"}',
    '{"authorization_token":"x"}',
    '{"enabled":true,"x_functions_key":"x","url":null}',
    '{"url":"https://new.example/","authorization_token":""}',
    '{"url":"https://new.example/","authorization_token":"two\\nlines"}',
    `{"url":"https://new.example/","x_functions_key":"${'x'.repeat(256)}"}`,
    '{"enabled":true,"enabled":false}',
    '[]',
    '',
  ]) {
    it(`are not changed by ${body || 'an empty body'}`, async () => {
      const response = await patch(body);
      expect(response.status).to.equal(422);
      expect(await response.json()).to.include({ worked: false, code: 'validation_error' });
      expect(rest.service.calls).to.deep.equal([]);
    });
  }

  it('that are unknown, foreign or impossible are answered alike', async () => {
    const unknown = async () => {
      throw serviceError('endpoint_not_found');
    };
    Object.assign(rest.service.behaviour.endpoints, {
      getOwnEndpoint: unknown,
      getEndpointStatistics: unknown,
      updateOwnEndpoint: unknown,
      removeOwnEndpoint: unknown,
      sendTestEvent: unknown,
    });
    const texts = new Set<string>();
    for (const id of ['ep_9', '%20', 'a'.repeat(65)]) {
      for (const response of [
        await rest.call(`${PATH}/${id}`),
        await rest.call(`${PATH}/${id}/statistics`),
        await patch({ enabled: true }, id),
        await rest.call(`${PATH}/${id}`, { method: 'DELETE' }),
        await rest.call(`${PATH}/${id}/test`, { method: 'POST' }),
      ]) {
        expect(response.status).to.equal(404);
        texts.add(await response.text());
      }
    }
    expect([...texts].map((text) => JSON.parse(text))).to.deep.equal([
      { worked: false, detail: 'Endpoint not found', code: 'endpoint_not_found' },
    ]);
  });

  it('need a token, known methods and JSON', async () => {
    const bare = await fetch(`${rest.baseUrl}${PATH}`);
    expect(bare.status).to.equal(401);
    const put = await rest.call(`${PATH}/ep_1`, { method: 'PUT' });
    expect(put.status).to.equal(405);
    expect(put.headers.get('allow')).to.include('PATCH').and.include('GET');
    const text = await rest.call(`${PATH}/ep_1`, { method: 'PATCH', body: '{"enabled":true}' });
    expect(text.status).to.equal(415);
  });

  it('statistics of a resend tell states, failures and outcomes over time', async () => {
    rest.service.behaviour.getResendStatistics = () => ({
      byState: [{ state: DeliveryState.DELIVERED, deliveries: 3n }],
      failures: [
        { errorClass: 'http_status', httpStatus: 500, attempts: 2n },
        { errorClass: 'timeout', attempts: 1n },
      ],
      receipts: [
        {
          endpointId: 'ep_1',
          eventType: 'PAID',
          deliveredNew: 1n,
          deliveredKnownBefore: 2n,
          deliveredNotSaid: 0n,
        },
      ],
      bucket: durationFromMs(10_000),
      overTime: [{ start: timestampFromMs(AT), delivered: 3n, failed: 1n }],
    });
    const response = await rest.call(`${RESEND_PATH}/7890/statistics`);
    expect(await response.json()).to.deep.equal({
      by_state: { PENDING: 0, RETRYING: 0, DELIVERED: 3, FAILED: 0, SKIPPED: 0, CANCELLED: 0 },
      failures: [
        { error_class: 'http_status', http_status: 500, count: 2 },
        { error_class: 'timeout', http_status: null, count: 1 },
      ],
      receipts: [
        {
          endpoint_id: 'ep_1',
          event_type: 'PAID',
          delivered_new: 1,
          delivered_known_before: 2,
          delivered_not_said: 0,
        },
      ],
      bucket_seconds: 10,
      over_time: [{ start: '2026-05-02T10:00:00.250Z', delivered: 3, failed: 1 }],
    });
    expect((await rest.call(`${RESEND_PATH}/0/statistics`)).status).to.equal(404);
    expect((await rest.call(`${RESEND_PATH}/7890/statistics?hours=1`)).status).to.equal(422);
  });

  it('notices of a resend tell who was told', async () => {
    rest.service.behaviour.listNotices = () => ({
      notices: [
        {
          endpointId: 'ep_notices',
          state: NoticeState.RETRYING,
          attempts: 1,
          lastErrorClass: 'connect_refused',
          createdAt: timestampFromMs(AT),
          nextAttemptAt: timestampFromMs(AT + 10_000),
        },
      ],
    });
    const response = await rest.call(`${RESEND_PATH}/7890/notices`);
    expect(await response.json()).to.deep.equal({
      results: [
        {
          endpoint_id: 'ep_notices',
          state: 'RETRYING',
          reason: null,
          attempts: 1,
          last_http_status: null,
          last_error_class: 'connect_refused',
          created_at: '2026-05-02T10:00:00.250Z',
          next_attempt_at: '2026-05-02T10:00:10.250Z',
          settled_at: null,
        },
      ],
    });
    expect((await rest.call(`${RESEND_PATH}/0/notices`)).status).to.equal(404);
  });
});
