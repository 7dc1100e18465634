import { expect } from 'chai';

import { loadSampleRecords } from '@webhooks/testing';

import { leadDispatch, type TestDispatcher } from './support/dispatcher.ts';
import type { Json } from './support/grpc-client.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { userToken } from './support/settings.ts';

const endpoint = {
  endpoint: { id: 'ep_17', account_id: 17, url: 'http://127.0.0.1:9/', type_webhook: 'CASHIN' },
};
const qrCode = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };

describe('RetryFailedDeliveries', () => {
  let service: TestService;
  let dispatcher: TestDispatcher;

  before(async () => {
    service = await startService();
    await importRecords(service.app.rpcPort, [...loadSampleRecords(), endpoint]);
    dispatcher = await leadDispatch(service.env);
  });

  after(async () => {
    dispatcher[Symbol.dispose]();
    await service[Symbol.asyncDispose]();
  });

  const retry = (id: number, key = ''): Promise<Json> =>
    service.resends.unary('RetryFailedDeliveries', { id, idempotency_key: key });

  async function settled(outcomes: readonly ('DELIVERED' | 'FAILED')[]): Promise<number> {
    const { resend } = await service.resends.unary('CreateResend', { selection: qrCode });
    await dispatcher.settle(resend.id, outcomes);
    return resend.id as number;
  }

  async function deliveries(resendId: number): Promise<Json[]> {
    const page = await service.resends.unary('ListDeliveries', { resend_id: resendId });
    return page['deliveries'] as Json[];
  }

  it('accepts a new resend of exactly what did not succeed', async () => {
    const id = await settled(['FAILED', 'DELIVERED', 'FAILED']);
    const { resend, already_accepted: repeated } = await retry(id);
    expect(repeated).to.equal(false);
    expect(resend).to.include({ retry_of_id: id, status: 'RESEND_STATUS_PENDING', account_id: 17 });
    expect(resend.id).to.be.greaterThan(id);
    expect(resend.selection).to.deep.include(qrCode);
    await dispatcher.settle(resend.id, ['DELIVERED', 'FAILED']);
    const [first, , third] = await deliveries(id);
    expect((await deliveries(resend.id)).map(({ event_id }) => event_id)).to.deep.equal([
      first?.['event_id'],
      third?.['event_id'],
    ]);

    const again = await retry(resend.id as number);
    await dispatcher.settle(again['resend'].id, ['DELIVERED']);
    expect((await deliveries(again['resend'].id)).map(({ event_id }) => event_id)).to.deep.equal([
      third?.['event_id'],
    ]);
  });

  it('completes when nothing had failed', async () => {
    const { resend } = await retry(await settled(['DELIVERED']));
    await dispatcher.settle(resend.id, []);
    const { resend: now } = await service.resends.unary('GetResend', { id: resend.id });
    expect(now).to.include({ status: 'RESEND_STATUS_COMPLETED', total: 0 });
  });

  it('answers a repetition with the same resend, also when twenty race', async () => {
    const id = await settled(['FAILED']);
    const answers = await Promise.all(Array.from({ length: 20 }, () => retry(id, 'once')));
    expect(new Set(answers.map(({ resend }) => resend.id as number)).size).to.equal(1);
    expect(answers.filter((answer) => answer['already_accepted'] === false)).to.have.length(1);
  });

  it('refuses the key with another resend or a selection', async () => {
    const [id, other] = [await settled(['FAILED']), await settled(['FAILED'])];
    await retry(id, 'k');
    for (const [method, request] of [
      ['RetryFailedDeliveries', { id: other }],
      ['CreateResend', { selection: qrCode }],
    ] as const) {
      const refusal = await service.resends.refusal(method, { ...request, idempotency_key: 'k' });
      expect(refusal.status).to.equal('INVALID_ARGUMENT');
      expect(refusal.message).to.match(/idempotency_key was used before/);
    }
  });

  it('refuses a resend that is not settled', async () => {
    const { resend } = await service.resends.unary('CreateResend', { selection: qrCode });
    const refusal = await service.resends.refusal('RetryFailedDeliveries', { id: resend.id });
    expect(refusal.status).to.equal('FAILED_PRECONDITION');
    expect(refusal.details['google.rpc.ErrorInfo']).to.include({ reason: 'RESEND_NOT_SETTLED' });
  });

  it('tells unknown and foreign resends alike', async () => {
    const id = await settled(['FAILED']);
    const unknown = await service.resends.refusal('RetryFailedDeliveries', { id: 999_999 });
    const stranger = { token: userToken(300) };
    const foreign = await service.resends.refusal('RetryFailedDeliveries', { id }, stranger);
    expect(unknown.status).to.equal('NOT_FOUND');
    expect(foreign).to.deep.equal(unknown);
  });

  it('is refused to an owner who lost the access to the account', async () => {
    const account = {
      id: 90,
      branch_identifier: '0090',
      number: '90',
      user_ids: [246],
    };
    const events = [1, 2].map((number) => ({
      event: {
        id: `evt_90_${number}`,
        account_id: 90,
        resend_type: 'RESEND_TYPE_CASHIN',
        object_reference_id: 9_000,
        type: 'QR_CODE_COPY_AND_PASTE_PAID',
        occurred_at: '2026-05-02T10:00:00Z',
        payload: 'e30=',
      },
    }));
    await importRecords(service.app.rpcPort, [{ account }, ...events]);
    const selection = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 9_000 };
    const { resend } = await service.resends.unary('CreateResend', { selection });
    await dispatcher.settle(resend.id, []);
    await importRecords(service.app.rpcPort, [{ account: { ...account, user_ids: [7] } }]);
    const refusal = await service.resends.refusal('RetryFailedDeliveries', { id: resend.id });
    const unknown = await service.resends.refusal('RetryFailedDeliveries', { id: 999_999 });
    expect(refusal).to.deep.equal(unknown);
    expect(refusal.details['google.rpc.ErrorInfo']).to.include({ reason: 'RESEND_NOT_FOUND' });
    const created = await service.resends.refusal('CreateResend', { selection });
    expect(created.details['google.rpc.ErrorInfo']).to.include({ reason: 'QR_CODE_NOT_FOUND' });
  });

  it('is refused when the deliveries are no longer kept, which the resend tells', async () => {
    await using own = await startService();
    await importRecords(own.app.rpcPort, [...loadSampleRecords(), endpoint]);
    using ownDispatcher = await leadDispatch(own.env);
    const { resend } = await own.resends.unary('CreateResend', { selection: qrCode });
    const { id } = resend as { id: number };
    await ownDispatcher.settle(id, ['FAILED']);
    await ownDispatcher.prune();
    const refusal = await own.resends.refusal('RetryFailedDeliveries', { id });
    expect(refusal.status).to.equal('FAILED_PRECONDITION');
    expect(refusal.details['google.rpc.ErrorInfo']).to.include({ reason: 'DELIVERIES_PRUNED' });
    expect((await own.resends.unary('GetResend', { id }))['resend']).to.include({
      deliveries_pruned: true,
      total: 3,
      failed: 3,
    });
    const page = await own.resends.unary('ListDeliveries', { resend_id: id });
    expect(page).to.deep.include({ deliveries: [], pruned: true });
  });
});
