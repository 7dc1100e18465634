import { expect } from 'chai';

import { FIRST_PORTAL_USER_ID } from '@webhooks/domain';
import { loadSampleRecords } from '@webhooks/testing';

import type { GrpcClient, Json } from './support/grpc-client.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { serviceToken, userToken } from './support/settings.ts';

const minting = { token: serviceToken('portal:mint') };
const ACCOUNT = 17;

describe('portal links', () => {
  let service: TestService;
  let client: GrpcClient;

  before(async () => {
    service = await startService();
    await importRecords(service.app.rpcPort, loadSampleRecords());
    client = service.client('webhooks.portal.v1.PortalService');
  });
  after(() => service[Symbol.asyncDispose]());

  const mint = (request: Json = { account_ids: [ACCOUNT] }): Promise<Json> =>
    client.unary('CreateLink', request, minting);
  const open = async (): Promise<Json> =>
    client.unary('OpenLink', { token: (await mint())['token'] }, { token: '' });

  it('open a session once, that sees its accounts and no others', async () => {
    const link = await mint();
    expect(link['token']).to.match(/^[\w-]{43}$/);
    expect(link['user_id']).to.be.greaterThan(FIRST_PORTAL_USER_ID);
    const session = await client.unary('OpenLink', { token: link['token'] }, { token: '' });
    const guest = { token: session['access_token'] };
    const events = service.client('webhooks.event.v1.EventService');
    const list = await events.unary('ListEvents', { page_size: 100 }, guest);
    const seen = new Set(list['events'].map((one: Json) => one['account_id']));
    expect([...seen]).to.deep.equal([ACCOUNT]);
    const selection = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };
    const { resend } = await service.resends.unary('CreateResend', { selection }, guest);
    expect(resend).to.include({ user_id: link['user_id'], account_id: ACCOUNT });
    const again = await client.refusal('OpenLink', { token: link['token'] }, { token: '' });
    const never = await client.refusal('OpenLink', { token: 'x'.repeat(43) }, { token: '' });
    expect(again.status).to.equal('UNAUTHENTICATED');
    expect(again).to.deep.equal(never);
  });

  it('open one session, however many open them at once', async () => {
    const { token } = await mint();
    const opened = await Promise.allSettled(
      Array.from({ length: 8 }, () => client.unary('OpenLink', { token }, { token: '' })),
    );
    expect(opened.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
  });

  it('are made by a service that may, and by nobody else', async () => {
    const request = { account_ids: [ACCOUNT] };
    const guest = (await open())['access_token'];
    for (const token of [serviceToken('catalog:write audit:read'), userToken(246), guest]) {
      const refusal = await client.refusal('CreateLink', request, { token });
      expect(refusal.status).to.equal('PERMISSION_DENIED');
    }
    expect((await client.refusal('CreateLink', request, { token: '' })).status).to.equal(
      'UNAUTHENTICATED',
    );
  });

  it('are refused where they would be for nothing, for too much, or for too long', async () => {
    const bad: readonly [Json, string][] = [
      [{}, 'account_ids'],
      [{ account_ids: [0] }, 'account_ids'],
      [{ account_ids: [ACCOUNT, ACCOUNT] }, 'account_ids'],
      [{ account_ids: Array.from({ length: 51 }, (_, index) => index + 1) }, 'account_ids'],
      [{ account_ids: [ACCOUNT], valid_for_seconds: 901 }, 'valid_for_seconds'],
      [{ account_ids: [ACCOUNT], valid_for_seconds: -1 }, 'valid_for_seconds'],
      [{ account_ids: [ACCOUNT], session_seconds: 59 }, 'session_seconds'],
      [{ account_ids: [ACCOUNT], session_seconds: 28_801 }, 'session_seconds'],
    ];
    for (const [request, field] of bad) {
      const refusal = await client.refusal('CreateLink', request, minting);
      expect(refusal.status, JSON.stringify(request)).to.equal('INVALID_ARGUMENT');
      expect(refusal.message, JSON.stringify(request)).to.include(field);
    }
    const unknown = await client.refusal('CreateLink', { account_ids: [ACCOUNT, 999] }, minting);
    expect(unknown.status).to.equal('NOT_FOUND');
  });

  it('do not let a session that they began be anybody else’s', async () => {
    const guest = (await open())['access_token'] as string;
    const [header, claims = '', signature] = guest.split('.');
    const read = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Json;
    expect(read).to.include({ token_type: 'portal' });
    const forged = Buffer.from(JSON.stringify({ ...read, user_id: 246 })).toString('base64url');
    const token = [header, forged, signature].join('.');
    const refusal = await service.resends.refusal('ListResends', {}, { token });
    expect(refusal.status).to.equal('UNAUTHENTICATED');
  });
});
