import { expect } from 'chai';

import { loadSampleRecords } from '@webhooks/testing';

import { leadDispatch, type TestDispatcher } from './support/dispatcher.ts';
import type { GrpcClient, Json } from './support/grpc-client.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { serviceToken, userToken } from './support/settings.ts';

const endpoint = {
  endpoint: { id: 'ep_17', account_id: 17, url: 'http://127.0.0.1:9/', type_webhook: 'CASHIN' },
};
const selection = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };
const stranger = { token: userToken(300) };

describe('control of resends by RPC', () => {
  let service: TestService;
  let dispatcher: TestDispatcher;
  let resends: GrpcClient;

  before(async () => {
    service = await startService();
    await importRecords(service.app.rpcPort, [...loadSampleRecords(), endpoint]);
    dispatcher = await leadDispatch(service.env);
    resends = service.resends;
  });

  after(async () => {
    dispatcher[Symbol.dispose]();
    await service[Symbol.asyncDispose]();
  });

  async function create(): Promise<number> {
    return (await resends.unary('CreateResend', { selection }))['resend'].id as number;
  }

  async function followed(call: Promise<Json>, id: number, inFlight: number): Promise<Json> {
    await dispatcher.acknowledge(id, inFlight);
    return call;
  }

  it('answers a cancellation as soon as the dispatcher says what was in flight', async () => {
    const id = await create();
    const answer = await followed(resends.unary('CancelResend', { id }), id, 7);
    expect(answer['in_flight']).to.equal(7);
    expect(answer['resend']).to.include({
      id,
      control: 'RESEND_CONTROL_CANCELLING',
      status: 'RESEND_STATUS_PENDING',
    });
    expect(await resends.unary('CancelResend', { id }), 'asked again').to.deep.equal(answer);
    await dispatcher.cancelAll(id);
    const settled = await resends.unary('CancelResend', { id });
    expect(settled['in_flight']).to.equal(7);
    expect(settled['resend']).to.include({
      status: 'RESEND_STATUS_FAILED',
      control: 'RESEND_CONTROL_UNSPECIFIED',
      detail: 'Cancelled. 3 of 3 deliveries did not succeed: 3 cancelled',
    });
  });

  it('tells nothing in flight from not knowing it', async () => {
    const known = await create();
    const zero = await followed(resends.unary('CancelResend', { id: known }), known, 0);
    expect([zero['_in_flight'], zero['in_flight']]).to.deep.equal(['in_flight', 0]);

    const id = await create();
    const startedMs = Date.now();
    const answer = await resends.unary('CancelResend', { id });
    expect(Date.now() - startedMs).to.be.within(1_900, 4_000);
    expect(answer).not.to.have.property('in_flight');
    expect(answer['resend'].control).to.equal('RESEND_CONTROL_CANCELLING');
    expect((await dispatcher.controlRequest(id)).control).to.equal('CANCELLING');
  });

  it('pauses when the dispatcher follows, and resumes at once', async () => {
    const id = await create();
    const paused = await followed(resends.unary('PauseResend', { id }), id, 2);
    expect(paused['resend'].control).to.equal('RESEND_CONTROL_PAUSED');
    expect(await resends.unary('PauseResend', { id }), 'asked again').to.deep.equal(paused);
    const { resend } = await resends.unary('ResumeResend', { id });
    expect(resend.control).to.equal('RESEND_CONTROL_UNSPECIFIED');
    expect((await resends.unary('GetResend', { id }))['resend']).to.deep.equal(resend);
  });

  it('gives all clients that cancel at once the same answer', async () => {
    const id = await create();
    const calls = Array.from({ length: 30 }, () => resends.unary('CancelResend', { id }));
    await dispatcher.acknowledge(id, 4);
    const answers = await Promise.all(calls);
    expect(new Set(answers.map(({ in_flight }) => in_flight as number))).to.deep.equal(
      new Set([4]),
    );
  });

  it('does not let a pause wait when it is overtaken by a cancellation', async () => {
    const id = await create();
    const paused = resends.unary('PauseResend', { id });
    await dispatcher.controlRequest(id);
    const cancelled = resends.unary('CancelResend', { id });
    expect((await paused)['resend'].control).to.equal('RESEND_CONTROL_CANCELLING');
    await dispatcher.acknowledge(id, 0);
    expect((await cancelled)['in_flight']).to.equal(0);
  });

  it('answers none in flight when the last outcome came first', async () => {
    const id = await create();
    const call = resends.unary('CancelResend', { id });
    await dispatcher.controlRequest(id);
    await dispatcher.settle(id, ['DELIVERED']);
    const answer = await call;
    expect(answer['in_flight']).to.equal(0);
    expect(answer['resend']).to.include({ status: 'RESEND_STATUS_COMPLETED', delivered: 3 });
  });

  it('keeps a wish whose caller went away', async () => {
    const id = await create();
    const refusal = await resends.refusal('PauseResend', { id }, { deadlineMs: 150 });
    expect(refusal.status).to.equal('DEADLINE_EXCEEDED');
    const { resend } = await resends.unary('GetResend', { id });
    expect(resend.control).to.equal('RESEND_CONTROL_PAUSED');
  });

  it('tells unknown and foreign resends alike', async () => {
    const id = await create();
    for (const method of ['CancelResend', 'PauseResend', 'ResumeResend']) {
      const unknown = await resends.refusal(method, { id: 999_999 });
      expect(unknown.status).to.equal('NOT_FOUND');
      expect(unknown.details['google.rpc.ErrorInfo']).to.include({ reason: 'RESEND_NOT_FOUND' });
      expect(await resends.refusal(method, { id }, stranger)).to.deep.equal(unknown);
      expect((await resends.refusal(method, { id: 0 })).status).to.equal('INVALID_ARGUMENT');
    }
    const { resend } = await resends.unary('GetResend', { id });
    expect(resend.control).to.equal('RESEND_CONTROL_UNSPECIFIED');
  });

  it('refuses what the state of a resend does not allow, with the reason', async () => {
    const settled = await create();
    await dispatcher.settle(settled, ['DELIVERED']);
    const cancelling = await create();
    await followed(resends.unary('CancelResend', { id: cancelling }), cancelling, 0);
    for (const [method, id, reason] of [
      ['CancelResend', settled, 'RESEND_SETTLED'],
      ['PauseResend', settled, 'RESEND_SETTLED'],
      ['ResumeResend', settled, 'RESEND_SETTLED'],
      ['PauseResend', cancelling, 'RESEND_CANCELLING'],
      ['ResumeResend', cancelling, 'RESEND_CANCELLING'],
    ] as const) {
      const refusal = await resends.refusal(method, { id });
      expect(refusal.status).to.equal('FAILED_PRECONDITION');
      expect(refusal.details['google.rpc.ErrorInfo']).to.include({ reason });
    }
  });

  it('lets a service act for the owner, and no other', async () => {
    const id = await create();
    const token = serviceToken('resend:act-as-user');
    const as = (user: number) => ({ token, headers: { 'acting-user-id': `${user}` } });
    expect((await resends.refusal('ResumeResend', { id }, as(300))).status).to.equal('NOT_FOUND');
    const { resend } = await resends.unary('ResumeResend', { id }, as(246));
    expect(resend.id).to.equal(id);
    const refusal = await resends.refusal('ResumeResend', { id }, { token });
    expect(refusal.status).to.equal('INVALID_ARGUMENT');
  });
});
