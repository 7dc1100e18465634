import { createHash } from 'node:crypto';

import { expect } from 'chai';

import { loadSampleRecords, waitFor } from '@webhooks/testing';

import type { GrpcClient, Json } from './support/grpc-client.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { serviceToken, userToken } from './support/settings.ts';

const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const endpoint = {
  id: 'ep_17',
  account_id: 17,
  url: 'http://127.0.0.1:9/hook',
  type_webhook: 'CASHIN',
  authorization_token: 'very-confidential',
  signing_secrets: [secret],
};
const qrCode = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };

const FACADE_SECRET = 'f'.repeat(32);

describe('the audit trail', () => {
  let service: TestService;
  let audit: GrpcClient;
  const auditor = { token: serviceToken('audit:read') };

  before(async () => {
    service = await startService({ FACADE_SECRET });
    await importRecords(service.app.rpcPort, [...loadSampleRecords(), { endpoint }]);
    audit = service.client('webhooks.audit.v1.AuditService');
  });

  after(() => service[Symbol.asyncDispose]());

  async function list(request: Json = {}): Promise<Json[]> {
    const answer = await audit.unary('ListAuditRecords', request, auditor);
    return answer['records'] as Json[];
  }

  it('tells who asked for a resend, from where, and for what', async () => {
    const token = userToken(246, { jti: 'token-7' });
    const headers = {
      'x-request-id': 'req-7',
      'caller-address': '203.0.113.7',
      'facade-secret': FACADE_SECRET,
    };
    const { resend } = await service.resends.unary(
      'CreateResend',
      { selection: qrCode },
      { token, headers },
    );
    const [record] = await list({ resend_id: resend.id });
    expect(record).to.deep.include({
      action: 'AUDIT_ACTION_RESEND_CREATED',
      user_id: 246,
      service: '',
      token_id: 'token-7',
      peer_address: '127.0.0.1',
      told_address: '203.0.113.7',
      request_id: 'req-7',
      account_id: 17,
      resend_id: resend.id,
      endpoint_id: '',
    });
    expect(record?.['predicate'].selection).to.deep.include(qrCode);
    expect(record?.['predicate'].as_of_event_sequence).to.be.greaterThan(0);
  });

  it('names the service that acted for a user', async () => {
    const token = serviceToken('resend:act-as-user');
    const headers = { 'acting-user-id': '246' };
    const { resend } = await service.resends.unary(
      'CreateResend',
      { selection: qrCode },
      { token, headers },
    );
    const [record] = await list({ resend_id: resend.id });
    expect(record).to.include({ user_id: 246, service: 'test-service', told_address: '' });
    expect(record?.['token_id']).not.to.equal('');
  });

  it('holds changes of endpoints without what is secret in them', async () => {
    await service.catalog.unary('UpdateEndpoint', { id: 'ep_17', url: 'http://127.0.0.1:10/x' });
    const rotated = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;
    await service.catalog.unary('RotateEndpointSecret', {
      id: 'ep_17',
      signing_secret: rotated,
      overlap_seconds: 60,
    });
    const records = await list({ endpoint_id: 'ep_17' });
    expect(records.map(({ action }) => action)).to.deep.equal([
      'AUDIT_ACTION_ENDPOINT_SECRET_ROTATED',
      'AUDIT_ACTION_ENDPOINT_CHANGED',
      'AUDIT_ACTION_ENDPOINT_CREATED',
    ]);
    expect(records[1]).to.include({ service: 'test-service', account_id: 17 });
    expect(records[1]).not.to.have.property('user_id');
    const [change] = records[1]?.['changes'] as Json[];
    const fromPort = (port: number) =>
      new RegExp(`^http://127\\.0\\.0\\.1:${port} \\(path and query hmac-sha256:[0-9a-f]{16}\\)$`);
    expect(change).to.include({ field: 'url' });
    expect(change?.['before']).to.match(fromPort(9));
    expect(change?.['after']).to.match(fromPort(10));
    const all = JSON.stringify(records);
    for (const value of ['confidential', secret, rotated]) expect(all).not.to.include(value);
  });

  it('pages from the newest to the oldest without gaps', async () => {
    const whole = (await list({ page_size: 100 })).map(({ id }) => id as number);
    const walked: number[] = [];
    let page_token = '';
    do {
      const page = await audit.unary('ListAuditRecords', { page_size: 2, page_token }, auditor);
      walked.push(...(page['records'] as Json[]).map(({ id }) => id as number));
      page_token = page['next_page_token'] as string;
    } while (page_token !== '');
    expect(walked).to.deep.equal(whole);
    expect(whole).to.deep.equal([...whole].sort((a, b) => b - a));
  });

  it('filters by user and account', async () => {
    for (const record of await list({ user_id: 246 })) expect(record['user_id']).to.equal(246);
    expect(await list({ account_id: 18 })).to.deep.equal([]);
    expect(await list({ user_id: 300 })).to.deep.equal([]);
  });

  it('exports every act with its place in a hash chain, once it is in it', async () => {
    const [newest] = await list({ page_size: 1 });
    await waitFor(
      async () => {
        const { head } = await audit.unary('ExportAuditRecords', { page_size: 1 }, auditor);
        return head?.record_id === newest?.['id'];
      },
      { deadlineMs: 10_000, what: 'the newest act in the chain' },
    );
    const chain: Json[] = [];
    for (;;) {
      const after = chain.length === 0 ? {} : { after_record_id: chain.at(-1)?.['id'] };
      const page = await audit.unary('ExportAuditRecords', { page_size: 2, ...after }, auditor);
      if ((page['records'] as Json[]).length === 0) break;
      chain.push(...(page['records'] as Json[]));
    }
    const ids = (await list({ page_size: 100 })).map(({ id }) => id as number).reverse();
    expect(chain.map(({ id }) => id)).to.deep.equal(ids);
    let previous = '0'.repeat(64);
    for (const { id, record, previous_hash, hash } of chain) {
      expect(previous_hash).to.equal(previous);
      expect(hash).to.equal(
        createHash('sha256').update(`${previous_hash}\n${record}`).digest('hex'),
      );
      expect(JSON.parse(record as string)).to.include({ id: Number(id) });
      previous = hash as string;
    }
    const all = JSON.stringify(chain);
    for (const value of ['confidential', secret]) expect(all).not.to.include(value);
  });

  it('refuses what no answer gave', async () => {
    for (const request of [
      { page_token: 'x' },
      { page_token: '-1' },
      { page_size: 101 },
      { user_id: 0 },
    ]) {
      const refusal = await audit.refusal('ListAuditRecords', request, auditor);
      expect(refusal.status, JSON.stringify(request)).to.equal('INVALID_ARGUMENT');
    }
    for (const request of [{ page_size: 101 }, { after_record_id: -1 }, { after_record_id: 0 }]) {
      const refusal = await audit.refusal('ExportAuditRecords', request, auditor);
      expect(refusal.status, JSON.stringify(request)).to.equal('INVALID_ARGUMENT');
    }
  });

  it('is for services with the scope alone', async () => {
    for (const method of ['ListAuditRecords', 'ExportAuditRecords']) {
      for (const token of [userToken(246), serviceToken('catalog:read catalog:write')]) {
        const refusal = await audit.refusal(method, {}, { token });
        expect(refusal.status).to.equal('PERMISSION_DENIED');
      }
      expect((await audit.refusal(method, {})).status).to.equal('UNAUTHENTICATED');
    }
  });

  it('takes no address from a peer that does not show the secret, nor one that is none', async () => {
    await using strict = await startService();
    await importRecords(strict.app.rpcPort, loadSampleRecords());
    for (const [running, address, secret] of [
      [strict, '203.0.113.7', FACADE_SECRET],
      [strict, '203.0.113.7', ''],
      [service, '203.0.113.7', ''],
      [service, '203.0.113.7', FACADE_SECRET.slice(1)],
      [service, 'localhost', FACADE_SECRET],
      [service, '203.0.113.7, 10.0.0.1', FACADE_SECRET],
    ] as const) {
      const headers = { 'caller-address': address, 'facade-secret': secret };
      await running.resends.unary('CreateResend', { selection: qrCode }, { headers });
      const reader = running.client('webhooks.audit.v1.AuditService');
      const answer = await reader.unary('ListAuditRecords', { page_size: 1 }, auditor);
      expect(answer['records'][0]).to.include({ peer_address: '127.0.0.1', told_address: '' });
    }
  });
});
