import { expect } from 'chai';

import { loadSampleRecords } from '@webhooks/testing';

import { dispatch } from './support/dispatch.ts';
import type { GrpcClient, Json } from './support/grpc-client.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { serviceToken, userToken } from './support/settings.ts';

const url = 'http://198.18.0.9:8080/hook?code=of-the-customer';
const asked = { branch_identifier: '0001', account_number: '123456', url, type_webhook: 'CASHIN' };
const qrCode = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };
const user = { token: userToken(246) };
const stranger = { token: userToken(300) };

describe('endpoints that users make and remove', () => {
  let service: TestService;
  let client: GrpcClient;

  before(async () => {
    service = await startService({ ALLOWED_PRIVATE_RANGES: '198.18.0.0/24' });
    await importRecords(service.app.rpcPort, loadSampleRecords());
    client = service.client('webhooks.endpoint.v1.EndpointService');
  });
  after(() => service[Symbol.asyncDispose]());

  const call = (method: string, request: Json): Promise<Json> =>
    client.unary(method, request, user);

  const newestRecord = async (endpoint_id: string): Promise<Json> => {
    const audit = service.client('webhooks.audit.v1.AuditService');
    const page = { endpoint_id, page_size: 1 };
    const token = serviceToken('audit:read');
    return (await audit.unary('ListAuditRecords', page, { token }))['records'][0];
  };

  it('are there at once, with a secret that no other call shows', async () => {
    const made = await call('CreateOwnEndpoint', { ...asked, authorization_token: 'confidential' });
    const { endpoint, signing_secret: secret, already_created: isOld } = made;
    expect(secret).to.match(/^whsec_/);
    expect(isOld).to.equal(false);
    expect(endpoint).to.deep.include({
      account_id: 17,
      account_number: '123456',
      url: 'http://198.18.0.9:8080/hook?code=***',
      type_webhook: 'CASHIN',
      disabled_reason: '',
    });
    const { endpoint: again } = await call('GetOwnEndpoint', { id: endpoint.id });
    expect(again).to.deep.equal(endpoint);
    expect(JSON.stringify(again)).to.not.include('confidential').and.not.include('whsec');
    const record = await newestRecord(endpoint.id);
    expect(record).to.include({ action: 'AUDIT_ACTION_ENDPOINT_CREATED', user_id: 246 });
    const { resend } = await service.resends.unary('CreateResend', { selection: qrCode });
    await dispatch(service.env, resend.id);
    const { deliveries } = await service.resends.unary('ListDeliveries', { resend_id: resend.id });
    expect(deliveries.map((one: Json) => one['endpoint_id'])).to.include(endpoint.id);
  });

  it('are made once by a key', async () => {
    const keyed = { ...asked, type_webhook: 'CASHOUT', idempotency_key: 'k' };
    const first = await call('CreateOwnEndpoint', keyed);
    const again = await call('CreateOwnEndpoint', keyed);
    expect(again).to.deep.equal({ ...first, already_created: true });
    const other = { ...keyed, type_webhook: 'CASHIN' };
    const refusal = await client.refusal('CreateOwnEndpoint', other, user);
    expect(refusal.status).to.equal('INVALID_ARGUMENT');
    expect(refusal.message).to.include('idempotency_key was used before with another request');
  });

  it('are refused in an account of others like in one of nobody', async () => {
    const foreign = await client.refusal('CreateOwnEndpoint', asked, stranger);
    const unknown = await client.refusal(
      'CreateOwnEndpoint',
      { ...asked, account_number: '000' },
      user,
    );
    expect(unknown.status).to.equal('NOT_FOUND');
    expect(foreign).to.deep.equal(unknown);
  });

  for (const [change, field] of [
    [{ url: '' }, 'url'],
    [{ url: 'ftp://merchant.example' }, 'url'],
    [{ url: 'http://user:secret@merchant.example' }, 'url'],
    [{ url: 'http://127.0.0.1:8080/' }, 'url'],
    [{ url: 'http://[::ffff:10.0.0.1]/' }, 'url'],
    [{ url: 'http://merchant.example:22/' }, 'url'],
    [{ type_webhook: '' }, 'type_webhook'],
    [{ type_webhook: 'a b' }, 'type_webhook'],
    [{ branch_identifier: '' }, 'branch_identifier'],
    [{ account_number: 'x'.repeat(33) }, 'account_number'],
    [{ authorization_token: 'é' }, 'authorization_token'],
    [{ x_functions_key: '' }, 'x_functions_key'],
    [{ idempotency_key: 'x'.repeat(256) }, 'idempotency_key'],
  ] as const) {
    it(`are refused with ${JSON.stringify(change).slice(0, 60)}, and nothing is written`, async () => {
      const before = await call('ListOwnEndpoints', { page_size: 100 });
      const refusal = await client.refusal('CreateOwnEndpoint', { ...asked, ...change }, user);
      expect(refusal.status).to.equal('INVALID_ARGUMENT');
      const { fieldViolations: violations } = refusal.details['google.rpc.BadRequest'] as Json;
      expect(violations.map((one: Json) => one['field'])).to.deep.equal([field]);
      expect(refusal.message).to.not.include(':secret@');
      expect(await call('ListOwnEndpoints', { page_size: 100 })).to.deep.equal(before);
    });
  }

  it('are removed for good: what waits is skipped, and what was delivered stays', async () => {
    const typed = { ...asked, type_webhook: 'QR_CODE_COPY_AND_PASTE_PAID' };
    const { endpoint } = await call('CreateOwnEndpoint', typed);
    const selection = { ...qrCode, endpoint_ids: [endpoint.id] };
    const { resend: sent } = await service.resends.unary('CreateResend', { selection });
    await dispatch(service.env, sent.id);
    expect(await call('RemoveOwnEndpoint', { id: endpoint.id })).to.deep.equal({});
    const record = await newestRecord(endpoint.id);
    expect(record).to.include({ action: 'AUDIT_ACTION_ENDPOINT_REMOVED', user_id: 246 });
    for (const [method, more] of [
      ['GetOwnEndpoint', {}],
      ['UpdateOwnEndpoint', { disabled: false }],
      ['RemoveOwnEndpoint', {}],
    ] as const) {
      const refusal = await client.refusal(method, { id: endpoint.id, ...more }, user);
      expect(refusal.status, method).to.equal('NOT_FOUND');
    }
    const named = await service.resends.refusal('CreateResend', { selection });
    expect(named.status).to.equal('INVALID_ARGUMENT');
    const { deliveries } = await service.resends.unary('ListDeliveries', { resend_id: sent.id });
    expect(deliveries[0]).to.include({ endpoint_id: endpoint.id });
  });
});
