import { expect } from 'chai';

import { loadSampleRecords } from '@webhooks/testing';

import { dispatch } from './support/dispatch.ts';
import type { GrpcClient, Json } from './support/grpc-client.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { userToken } from './support/settings.ts';

const url = 'http://198.18.0.9:8080/hook?code=of-the-customer';
const endpoint = {
  id: 'ep_a',
  account_id: 17,
  url,
  type_webhook: 'CASHIN',
  authorization_token: 'very-confidential',
  signing_secrets: [`whsec_${Buffer.alloc(24, 1).toString('base64')}`],
};
const qrCode = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };
const user = { token: userToken(246) };
const stranger = { token: userToken(300) };

describe('EventService', () => {
  let service: TestService;
  let client: GrpcClient;
  let resendId = 0;

  before(async () => {
    service = await startService({ ALLOWED_PRIVATE_RANGES: '198.18.0.0/24' });
    await importRecords(service.app.rpcPort, [...loadSampleRecords(), { endpoint }]);
    client = service.client('webhooks.event.v1.EventService');
    const { resend } = await service.resends.unary('CreateResend', { selection: qrCode });
    resendId = resend.id;
    await dispatch(service.env, resendId);
  });
  after(() => service[Symbol.asyncDispose]());

  const call = (method: string, request: Json): Promise<Json> =>
    client.unary(method, request, user);
  const idsOf = ({ events }: Json): string[] => events.map(({ id }: Json) => id);

  it('lists events in pages, newest recording first, and none of accounts of others', async () => {
    const all = await call('ListEvents', { page_size: 100 });
    const sequences = all['events'].map(({ sequence }: Json) => sequence);
    expect(sequences).to.have.length.greaterThan(3);
    expect(sequences).to.deep.equal([...sequences].sort((a: number, b: number) => b - a));
    const first = await call('ListEvents', { page_size: 2 });
    const cursor_id = first['next_cursor_id'];
    const rest = await call('ListEvents', { page_size: 100, cursor_id });
    expect([...idsOf(first), ...idsOf(rest)]).to.deep.equal(idsOf(all));
    const direction = 'CURSOR_DIRECTION_PREVIOUS';
    const back = await call('ListEvents', {
      page_size: 100,
      cursor_id: rest['previous_cursor_id'],
      direction,
    });
    expect(idsOf(back)).to.deep.equal(idsOf(first));
    for (const { account_id } of all['events']) expect(account_id).to.be.oneOf([17, 18]);
    const theirs = await client.unary('ListEvents', { account_id: 17 }, stranger);
    expect(idsOf(theirs)).to.deep.equal([]);
  });

  it('takes every filter', async () => {
    const { events } = await call('ListEvents', qrCode);
    expect(events.map((event: Json) => event['object_reference_id'])).to.deep.equal([
      12345, 12345, 12345,
    ]);
    const [{ type, occurred_at: time }] = events;
    const filters = { ...qrCode, types: [type], endpoint_id: 'ep_a', start: time, end: time };
    expect(await call('ListEvents', filters))
      .to.have.property('events')
      .with.length(1);
  });

  it('finds events by what else they are known by, which a repetition may add to', async () => {
    const event = {
      id: 'evt_keyed',
      account_id: 17,
      resend_type: 'RESEND_TYPE_CASHIN',
      type: 'PIX_CASHIN_RECEIVED',
      occurred_at: '2026-05-02T10:00:00Z',
      payload: 'e30=',
    };
    const account = { id: 17, branch_identifier: '0001', number: '123456', user_ids: [246] };
    await importRecords(service.app.rpcPort, [
      { account: { ...account, name: 'Loja Central' } },
      { event: { ...event, keys: { end_to_end_id: 'E1' } } },
      { event: { ...event, keys: { tx_id: 'order66' } } },
      { event },
    ]);
    for (const key of [
      { name: 'end_to_end_id', value: 'E1' },
      { name: 'tx_id', value: 'order66' },
    ]) {
      const { events } = await call('ListEvents', { key });
      expect(events).to.have.length(1);
      expect(events[0]).to.deep.include({
        id: 'evt_keyed',
        account_name: 'Loja Central',
        keys: { end_to_end_id: 'E1', tx_id: 'order66', correlation_id: '', tag: '' },
      });
      expect((await client.unary('ListEvents', { key }, stranger))['events']).to.deep.equal([]);
    }
  });

  it('lists by delivery state what a resend with that state would send', async () => {
    const counts = new Set<number>();
    const states = ['FAILED', 'NEVER_ATTEMPTED', 'UNDELIVERED'] as const;
    const inHand = { delivery_state: 'DELIVERY_STATE_FILTER_UNDELIVERED', include_in_hand: true };
    for (const state of [
      ...states.map((one) => ({ delivery_state: `DELIVERY_STATE_FILTER_${one}` })),
      inHand,
    ]) {
      const asked = { resend_type: 'RESEND_TYPE_CASHIN', ...state };
      const listed = idsOf(await call('ListEvents', { ...asked, account_id: 17 })).length;
      const selection = {
        ...asked,
        ...{ source_account_branch_identifier: '0001', source_account_number: '123456' },
        ...{ start_datetime: { seconds: 1 }, end_datetime: { seconds: 4e9 } },
      };
      const preview = await service.resends.unary('PreviewResend', { selection });
      expect(listed, JSON.stringify(state)).to.equal(preview['events']);
      counts.add(listed);
    }
    expect(counts.size).to.be.greaterThan(1);
  });

  for (const [title, request, fields] of [
    ['an object without its type', { object_reference_id: 1 }, ['resend_type']],
    [
      'a range that ends before it starts',
      { start: { seconds: 9 }, end: { seconds: 8 } },
      ['start'],
    ],
    ['a state that is none', { delivery_state: 77 }, ['delivery_state']],
    ['what is in hand without UNDELIVERED', { include_in_hand: true }, ['include_in_hand']],
    ['bad types', { types: ['paid'] }, ['types']],
    ['a key of another name', { key: { name: 'payload', value: 'x' } }, ['key.name']],
    ['a key without a value', { key: { name: 'tag', value: '' } }, ['key.value']],
    ['too large a page', { page_size: 101 }, ['page_size']],
    ['PREVIOUS of nothing', { direction: 'CURSOR_DIRECTION_PREVIOUS' }, ['direction']],
    ['a time that is none', { start: { seconds: -1 } }, ['start']],
  ] as const) {
    it(`refuses ${title}`, async () => {
      const { status, details } = await client.refusal('ListEvents', request, user);
      expect(status).to.equal('INVALID_ARGUMENT');
      const { fieldViolations } = details['google.rpc.BadRequest'] as Json;
      expect(fieldViolations.map(({ field }: Json) => field)).to.deep.equal(fields);
    });
  }

  it('shows one with its body, what would be sent, and its history, without secrets', async () => {
    const [id = ''] = idsOf(await call('ListEvents', qrCode));
    const answer = await call('GetEvent', { id });
    expect(JSON.parse(answer['payload'].toString())).to.have.property('type');
    expect(answer['event']).to.include({ id, payload_bytes: answer['payload'].length });
    const [request] = answer['requests'];
    expect(request).to.include({ endpoint_id: 'ep_a' });
    expect(request.url).to.equal('http://198.18.0.9:8080/hook?code=***');
    const headers = Object.fromEntries(
      request.headers.map(({ name, value }: Json) => [name, value]),
    );
    expect(headers).to.include({
      Authorization: '***',
      'Webhook-Signature': 'v1,***',
      'Webhook-Id': id,
    });
    const [{ delivery, attempts }] = answer['history'];
    expect(delivery).to.include({ resend_id: resendId, event_id: id, endpoint_id: 'ep_a' });
    expect(attempts).to.have.length(delivery.attempts);
    expect(answer['older_than_resend_id']).to.equal(undefined);
    expect(JSON.stringify(answer)).to.not.include('confidential').and.not.include('whsec');
    const before = await call('GetEvent', { id, before_resend_id: resendId });
    expect(before['history']).to.deep.equal([]);
  });

  it('answers for events and endpoints of others as for those that nobody knows', async () => {
    const [id = ''] = idsOf(await call('ListEvents', qrCode));
    const answers = [];
    for (const asked of [id, 'evt_nowhere']) {
      answers.push(await client.refusal('GetEvent', { id: asked }, stranger));
    }
    expect(answers[0]).to.deep.equal(answers[1]);
    expect(answers[0]).to.include({ status: 'NOT_FOUND' });
    for (const endpoint_id of ['ep_a', 'ep_nowhere']) {
      const refusal = await client.refusal('ListEvents', { endpoint_id }, stranger);
      expect(refusal).to.include({ status: 'NOT_FOUND', message: 'Endpoint not found' });
    }
  });
});
