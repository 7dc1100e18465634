import { expect } from 'chai';

import { loadSampleRecords } from '@webhooks/testing';

import { dispatch } from './support/dispatch.ts';
import type { GrpcClient, Json } from './support/grpc-client.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { serviceToken, userToken } from './support/settings.ts';

const url = 'http://198.18.0.9:8080/hook?key=of-the-customer';
const endpoints = [
  { id: 'ep_a', type_webhook: 'CASHIN' },
  { id: 'ep_b', type_webhook: 'CASHOUT' },
  { id: 'ep_token', type_webhook: 'CASHOUT', authorization_token: 'very-confidential' },
].map((endpoint) => ({ endpoint: { account_id: 17, url, ...endpoint } }));
const qrCode = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };
const user = { token: userToken(246) };
const stranger = { token: userToken(300) };

describe('EndpointService', () => {
  let service: TestService;
  let client: GrpcClient;
  let resendId = 0;

  before(async () => {
    service = await startService({
      ALLOWED_PRIVATE_RANGES: '198.18.0.0/24',
      SOURCE_IPS: '203.0.113.0/28',
    });
    await importRecords(service.app.rpcPort, [...loadSampleRecords(), ...endpoints]);
    client = service.client('webhooks.endpoint.v1.EndpointService');
    const { resend } = await service.resends.unary('CreateResend', { selection: qrCode });
    resendId = resend.id;
    await dispatch(service.env, resendId);
  });
  after(() => service[Symbol.asyncDispose]());

  const call = (method: string, request: Json): Promise<Json> =>
    client.unary(method, request, user);
  const idsOf = ({ endpoints: found }: Json): string[] => found.map(({ id }: Json) => id);

  it('lists endpoints in pages to the end and back, and none of accounts of others', async () => {
    const first = await call('ListOwnEndpoints', { page_size: 2 });
    const second = await call('ListOwnEndpoints', { page_size: 2, cursor: first['next'] });
    expect([first, second].map(idsOf)).to.deep.equal([['ep_a', 'ep_b'], ['ep_token']]);
    expect(second['next']).to.equal(null);
    const direction = 'CURSOR_DIRECTION_PREVIOUS';
    const cursor = second['previous'];
    const back = await call('ListOwnEndpoints', { page_size: 2, cursor, direction });
    expect(idsOf(back)).to.deep.equal(['ep_a', 'ep_b']);
    expect(idsOf(await client.unary('ListOwnEndpoints', {}, stranger))).to.deep.equal([]);
    expect(idsOf(await call('ListOwnEndpoints', { account_id: 18 }))).to.deep.equal([]);
  });

  it('shows one without what is secret, and what its attempts came to', async () => {
    const { endpoint } = await call('GetOwnEndpoint', { id: 'ep_a' });
    expect(endpoint).to.deep.include({
      id: 'ep_a',
      account_id: 17,
      branch_identifier: '0001',
      account_number: '123456',
      url,
      disabled_reason: '',
      breaker: { state: 'BREAKER_STATE_CLOSED', retry_at: null },
    });
    expect(endpoint.last_day).to.deep.include({ attempts: 3, succeeded: 2 });
    const text = JSON.stringify(await call('ListOwnEndpoints', {}));
    expect(text).to.not.include('confidential').and.not.include('whsec');
  });

  it('tells users, and nobody else, where deliveries come from', async () => {
    expect(await call('ListSourceIps', {})).to.deep.equal({ source_ips: ['203.0.113.0/28'] });
    const refusal = await client.refusal(
      'ListSourceIps',
      {},
      { token: serviceToken('catalog:read') },
    );
    expect(refusal.status).to.equal('PERMISSION_DENIED');
  });

  it('tells over time what attempts came to', async () => {
    const { bucket, buckets } = await call('GetEndpointStatistics', { id: 'ep_a', hours: 1 });
    expect(bucket).to.deep.equal({ seconds: 300, nanos: 0 });
    const attempts = buckets.map(({ statistics }: Json) => statistics.attempts);
    expect(attempts.reduce((sum: number, count: number) => sum + count, 0)).to.equal(3);
  });

  it('tells what became of a resend', async () => {
    const statistics = await service.resends.unary('GetResendStatistics', { id: resendId });
    const states = Object.fromEntries(
      statistics['by_state'].map(({ state, deliveries }: Json) => [state, deliveries]),
    );
    expect(states).to.include({ DELIVERY_STATE_DELIVERED: 2, DELIVERY_STATE_RETRYING: 1 });
    expect(statistics['failures']).to.have.length(1);
    const request = { id: resendId };
    const foreign = await service.resends.refusal('GetResendStatistics', request, stranger);
    const unknown = await service.resends.refusal('GetResendStatistics', { id: 999 });
    expect(foreign).to.deep.equal(unknown);
    expect(unknown.status).to.equal('NOT_FOUND');
  });

  for (const [method, more] of [
    ['GetOwnEndpoint', {}],
    ['GetEndpointStatistics', { hours: 1 }],
    ['UpdateOwnEndpoint', { disabled: true }],
    ['RemoveOwnEndpoint', {}],
    ['SendTestEvent', {}],
  ] as const) {
    const name = method === 'SendTestEvent' ? 'endpoint_id' : 'id';
    it(`${method} tells unknown and foreign alike`, async () => {
      const unknown = await client.refusal(method, { [name]: 'none', ...more }, user);
      const foreign = await client.refusal(method, { [name]: 'ep_a', ...more }, stranger);
      expect(unknown.status).to.equal('NOT_FOUND');
      expect(unknown.details['google.rpc.ErrorInfo']).to.include({ reason: 'ENDPOINT_NOT_FOUND' });
      expect(foreign).to.deep.equal(unknown);
    });
  }

  it('is for users alone', async () => {
    const scopes = 'catalog:read catalog:write audit:read';
    const refusal = await client.refusal('ListOwnEndpoints', {}, { token: serviceToken(scopes) });
    expect(refusal.status).to.equal('PERMISSION_DENIED');
    expect((await client.refusal('ListOwnEndpoints', {})).status).to.equal('UNAUTHENTICATED');
  });

  for (const [method, request] of [
    ['ListOwnEndpoints', { page_size: 101 }],
    ['ListOwnEndpoints', { cursor: { account_id: 17, id: '' } }],
    ['ListOwnEndpoints', { direction: 'CURSOR_DIRECTION_PREVIOUS' }],
    ['GetEndpointStatistics', { id: 'ep_a', hours: 169 }],
    ['GetEndpointStatistics', { id: 'ep_a', hours: -1 }],
    ['UpdateOwnEndpoint', { id: 'ep_a' }],
    ['UpdateOwnEndpoint', { id: 'ep_a', url: 'ftp://merchant.example' }],
    ['UpdateOwnEndpoint', { id: 'ep_a', url: 'http://user:secret@merchant.example' }],
    ['UpdateOwnEndpoint', { id: 'ep_a', url: 'http://127.0.0.1:8080/' }],
    ['UpdateOwnEndpoint', { id: 'ep_a', url: 'http://[::ffff:10.0.0.1]/' }],
    ['UpdateOwnEndpoint', { id: 'ep_a', url: 'http://merchant.example:22/' }],
    ['UpdateOwnEndpoint', { id: 'ep_token', authorization_token: 'new' }],
    ['UpdateOwnEndpoint', { id: 'ep_token', url: 'http://merchant.example/', x_functions_key: '' }],
    ['UpdateOwnEndpoint', { id: 'ep_token', url: 'http://a.example/', x_functions_key: 'é' }],
  ] as const) {
    it(`${method} refuses ${JSON.stringify(request)}`, async () => {
      const refusal = await client.refusal(method, request, user);
      expect(refusal.status).to.equal('INVALID_ARGUMENT');
      expect(refusal.message).to.not.include('confidential').and.not.include(':secret@');
    });
  }

  it('lets users have missed events resent by itself', async () => {
    for (const recover of [true, false]) {
      const change = { id: 'ep_b', recover_automatically: recover };
      const { endpoint } = await call('UpdateOwnEndpoint', change);
      expect(endpoint.recover_automatically).to.equal(recover);
    }
  });

  it('moves endpoints without what was given for the place before', async () => {
    const moved = { id: 'ep_token', url: 'http://merchant.example/hook?code=confidential' };
    const after = await call('UpdateOwnEndpoint', moved);
    expect(after).to.include({ credentials_dropped: true, signing_secret: '' });
    expect(after['endpoint'].url).to.equal('http://merchant.example/hook?code=***');
    const seen = { token: serviceToken('catalog:read') };
    const view = async () => service.catalog.unary('GetEndpoint', { id: 'ep_token' }, seen);
    expect(await view()).to.deep.nested.include({ 'endpoint.has_authorization_token': false });
    expect(JSON.stringify(await view())).to.not.include('confidential');
    const taken = { authorization_token: 'very-confidential', x_functions_key: 'more' };
    const again = { ...moved, url: `${moved.url}&a` };
    expect(await call('UpdateOwnEndpoint', { ...again, ...taken })).to.include({
      credentials_dropped: false,
    });
    expect(await view()).to.deep.nested.include({
      'endpoint.has_authorization_token': true,
      'endpoint.has_x_functions_key': true,
    });
  });

  it('changes endpoints, with an audit record of who did', async () => {
    const disabled = { id: 'ep_b', disabled: true };
    const { endpoint, was_disabled_since: none } = await call('UpdateOwnEndpoint', disabled);
    expect(none).to.equal(null);
    expect(endpoint.disabled_reason).to.equal('by_owner');
    const moved = { id: 'ep_b', disabled: false, url: 'http://merchant.example/new' };
    const after = await call('UpdateOwnEndpoint', moved);
    expect(after['endpoint']).to.include({ url: moved.url, disabled_reason: '' });
    const audit = service.client('webhooks.audit.v1.AuditService');
    const { records } = await audit.unary(
      'ListAuditRecords',
      { endpoint_id: 'ep_b', page_size: 1 },
      { token: serviceToken('audit:read') },
    );
    expect(records[0]).to.include({ action: 'AUDIT_ACTION_ENDPOINT_CHANGED', user_id: 246 });
    expect(records[0].changes.map(({ field }: Json) => field)).to.deep.equal([
      'url',
      'disabled_reason',
    ]);
  });
});
