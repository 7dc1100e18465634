import { expect } from 'chai';

import type { GrpcClient, Json } from './support/grpc-client.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { userToken } from './support/settings.ts';

const endpoint = (id: string, account_id: number, change = {}) => ({
  endpoint: { id, account_id, url: 'http://127.0.0.1:9/', type_webhook: 'CASHIN', ...change },
});
const records = [
  { account: { id: 17, branch_identifier: '0001', number: '1', user_ids: [246] } },
  { account: { id: 18, branch_identifier: '0001', number: '2', user_ids: [300] } },
  endpoint('ep_in', 17),
  endpoint('ep_test', 17, { test: true }),
  endpoint('ep_foreign', 18, { test: true }),
  {
    event: {
      ...{ id: 'evt_1', account_id: 17, resend_type: 'RESEND_TYPE_CASHIN', payload: '' },
      ...{ object_reference_id: 1, type: 'PAID', occurred_at: '2026-05-02T10:00:00Z' },
    },
  },
];
const selection = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 1 };

describe('test endpoints', () => {
  let service: TestService;
  let endpoints: GrpcClient;

  before(async () => {
    service = await startService();
    endpoints = service.client('webhooks.endpoint.v1.EndpointService');
    await importRecords(service.app.rpcPort, records);
  });
  after(() => service[Symbol.asyncDispose]());

  const shown = (id: string): Promise<Json> =>
    endpoints.unary('GetOwnEndpoint', { id }, { token: userToken(246) });

  it('are marked by import or by change, shown as such, and stay so', async () => {
    expect((await shown('ep_test'))['endpoint'].test).to.equal(true);
    expect((await shown('ep_in'))['endpoint'].test).to.equal(false);
    await importRecords(service.app.rpcPort, [endpoint('ep_later', 17)]);
    const change = { id: 'ep_later', test: true };
    const { endpoint: view } = await service.catalog.unary('UpdateEndpoint', change);
    expect(view.endpoint.test).to.equal(true);
    const back = { id: 'ep_later', test: false };
    const { status, message } = await service.catalog.refusal('UpdateEndpoint', back);
    expect(status).to.equal('INVALID_ARGUMENT');
    expect(message).to.contain('test cannot become false');
  });

  it('get a resend in place of others, which shows it, and a preview of it', async () => {
    const asked = { selection, options: { deliver_to: 'ep_test' } };
    const preview = await service.resends.unary('PreviewResend', asked);
    expect(preview['by_endpoint']).to.deep.equal([{ key: 'ep_test', deliveries: 1, skipped: 0 }]);
    const { resend } = await service.resends.unary('CreateResend', asked);
    expect(resend.options.deliver_to).to.equal('ep_test');
  });

  it('are refused alike whether they are unknown or foreign, and so is what is none', async () => {
    const before = await service.resends.unary('ListResends', {});
    for (const [deliver_to, message] of [
      ['ep_nowhere', 'ep_nowhere is not an endpoint of the account'],
      ['ep_foreign', 'ep_foreign is not an endpoint of the account'],
      ['ep_in', 'ep_in is not marked as a test endpoint'],
      ['no name', 'must be an endpoint id of 1 to 64 characters A-Z a-z 0-9 _ - .'],
    ]) {
      for (const method of ['CreateResend', 'PreviewResend']) {
        const asked = { selection, options: { deliver_to } };
        const refusal = await service.resends.refusal(method, asked);
        expect(refusal.status).to.equal('INVALID_ARGUMENT');
        expect(refusal.message).to.contain(`deliver_to ${message}`);
      }
    }
    const foreign = { selection, options: { deliver_to: 'ep_foreign' } };
    const stranger = { token: userToken(300) };
    const { status } = await service.resends.refusal('CreateResend', foreign, stranger);
    expect(status).to.equal('NOT_FOUND');
    expect(await service.resends.unary('ListResends', {})).to.deep.equal(before);
  });
});
