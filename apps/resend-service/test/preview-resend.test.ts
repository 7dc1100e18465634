import { expect } from 'chai';

import { openDispatcher } from './support/dispatch.ts';
import type { Json } from './support/grpc-client.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { userToken } from './support/settings.ts';

const start = Date.UTC(2026, 4, 2, 10) / 1000;
const bulk = {
  resend_type: 'RESEND_TYPE_CASHIN',
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  start_datetime: { seconds: start },
  end_datetime: { seconds: start + 5, nanos: 999_999_000 },
};
const outcomes = ['DELIVERED', 'FAILED', 'NEVER_ATTEMPTED', 'UNSPECIFIED'];

function endpoint(id: string, typeWebhook: string, disabled = false) {
  const url = 'http://127.0.0.1:9/';
  return { endpoint: { id, account_id: 17, url, type_webhook: typeWebhook, disabled } };
}

/** Six events of the range, of three types in turn, and one behind it. */
const events = Array.from({ length: 7 }, (_, index) => ({
  event: {
    id: `evt_${index}`,
    account_id: 17,
    resend_type: 'RESEND_TYPE_CASHIN',
    object_reference_id: index + 1,
    type: ['PAID', 'CREATED', 'REFUNDED'][index % 3],
    occurred_at: new Date((start + index) * 1000).toISOString(),
    payload: '',
    outcome: `DELIVERY_OUTCOME_${outcomes[index % 4]}`,
  },
}));
const records = [
  { account: { id: 17, branch_identifier: '0001', number: '123456', user_ids: [246] } },
  { account: { id: 18, branch_identifier: '0001', number: '999999', user_ids: [300] } },
  endpoint('ep_all', 'CASHIN'),
  endpoint('ep_paid', 'PAID'),
  endpoint('ep_off', 'CASHIN', true),
  ...events,
];

describe('PreviewResend', () => {
  let service: TestService;

  before(async () => {
    service = await startService();
    await importRecords(service.app.rpcPort, records);
  });
  after(() => service[Symbol.asyncDispose]());

  const preview = (change: Json = {}): Promise<Json> =>
    service.resends.unary('PreviewResend', { selection: { ...bulk, ...change } });
  const refusal = (selection: Json, options = {}) =>
    service.resends.refusal('PreviewResend', { selection }, options);
  const resends = async (): Promise<Json> => service.resends.unary('ListResends', {});

  it('breaks down what would be sent, and writes nothing', async () => {
    expect(await preview()).to.deep.equal({
      events: 6,
      deliveries: 8,
      skipped: 0,
      by_event_type: [
        { key: 'PAID', deliveries: 4, skipped: 0 },
        { key: 'CREATED', deliveries: 2, skipped: 0 },
        { key: 'REFUNDED', deliveries: 2, skipped: 0 },
      ],
      by_endpoint: [
        { key: 'ep_all', deliveries: 6, skipped: 0 },
        { key: 'ep_paid', deliveries: 2, skipped: 0 },
      ],
      by_last_outcome: [
        { key: 'delivered', deliveries: 3, skipped: 0 },
        { key: 'failed', deliveries: 2, skipped: 0 },
        { key: 'retrying', deliveries: 0, skipped: 0 },
        { key: 'never_attempted', deliveries: 1, skipped: 0 },
        { key: 'unknown', deliveries: 2, skipped: 0 },
      ],
      oldest_event_at: { seconds: start, nanos: 0 },
      newest_event_at: { seconds: start + 5, nanos: 0 },
      unwanted_events: 0,
      exact: true,
      _exact: 'exact',
      counted_so_far: 8,
      undelivered: null,
      duration: null,
      waiting: 0,
      waiting_endpoints: [],
    });
    expect((await resends())['resends']).to.deep.equal([]);
  });

  it('tells how long it takes at least at a rate', async () => {
    const options = { max_rate_per_second: 0.5 };
    const answer = await service.resends.unary('PreviewResend', { selection: bulk, options });
    expect(answer['duration']).to.deep.equal({ seconds: 16, nanos: 0 });
  });

  it('shows what a disabled endpoint would miss when it is named', async () => {
    const answer = await preview({ endpoint_ids: ['ep_off', 'ep_paid'] });
    expect(answer).to.include({ events: 6, deliveries: 8, skipped: 6 });
    expect(answer['by_endpoint'][0]).to.deep.equal({ key: 'ep_off', deliveries: 6, skipped: 6 });
  });

  it('says when nobody wants what matches, and when nothing matches', async () => {
    const unmatched = await preview({ endpoint_ids: ['ep_paid'], event_types: ['CREATED'] });
    expect(unmatched).to.include({ events: 0, deliveries: 0, unwanted_events: 2 });
    expect(unmatched).to.include({ oldest_event_at: null, newest_event_at: null });
    const nothing = await preview({ event_types: ['OTHER'] });
    expect(nothing).to.include({ events: 0, deliveries: 0, unwanted_events: 0 });
  });

  describe('refuses what CreateResend refuses, alike', () => {
    const { start_datetime: _, ...withoutStart } = bulk;
    const bad: Record<string, Json> = {
      'no selection': {},
      'half a range': withoutStart,
      'a range the wrong way round': { ...bulk, end_datetime: { seconds: start - 1 } },
      'an unknown account': { ...bulk, source_account_number: '777' },
      'the account of somebody else': { ...bulk, source_account_number: '999999' },
      'an unknown object': { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 99 },
      'an unknown endpoint': { ...bulk, endpoint_ids: ['ep_unknown'] },
      'an unknown filter': { ...bulk, delivery_state: 9 },
    };
    for (const [title, selection] of Object.entries(bad)) {
      it(title, async () => {
        const created = await service.resends.refusal('CreateResend', { selection });
        expect(await refusal(selection)).to.deep.equal(created);
      });
    }

    it('a caller without a token', async () => {
      const { status } = await refusal(bulk, { token: 'x' });
      expect(status).to.equal('UNAUTHENTICATED');
    });

    it('the object of somebody else', async () => {
      const object = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 1 };
      const foreign = await refusal(object, { token: userToken(300) });
      expect(foreign.details['google.rpc.ErrorInfo']).to.include({ reason: 'QR_CODE_NOT_FOUND' });
    });
  });

  it('is the total of the resend, whatever restricts it, frozen at acceptance', async () => {
    const requests: Record<string, Json> = {
      // First: what the others hold is in hand.
      'evt_1 ep_all, evt_2 ep_all, evt_3 ep_all, evt_3 ep_paid, evt_5 ep_all': {
        delivery_state: 'DELIVERY_STATE_FILTER_UNDELIVERED',
      },
      'evt_0 ep_all, evt_0 ep_paid, evt_3 ep_all, evt_3 ep_paid': { event_types: ['PAID'] },
      'evt_0 ep_paid, evt_3 ep_paid': { endpoint_ids: ['ep_paid'] },
      'evt_1 ep_all, evt_5 ep_all': { delivery_state: 'DELIVERY_STATE_FILTER_FAILED' },
      'evt_2 ep_all': { delivery_state: 'DELIVERY_STATE_FILTER_NEVER_ATTEMPTED' },
      'evt_5 ep_all': {
        delivery_state: 'DELIVERY_STATE_FILTER_FAILED',
        event_types: ['REFUNDED', 'PAID'],
        endpoint_ids: ['ep_all', 'ep_paid'],
      },
    };
    const accepted: { id: number; expected: string; total: number }[] = [];
    for (const [expected, filter] of Object.entries(requests)) {
      const { deliveries } = await preview(filter);
      const selection = { ...bulk, ...filter };
      const { resend } = await service.resends.unary('CreateResend', { selection });
      expect(resend.selection).to.deep.include(filter);
      accepted.push({ id: resend.id, expected, total: deliveries });
    }
    await changeEverything();
    await using dispatcher = await openDispatcher(service.env);
    for (const { id, expected, total } of accepted) {
      const planned = await dispatcher.start(id);
      const found = planned.map(({ eventId, endpointId }) => `${eventId} ${endpointId}`);
      expect(found.join(', ')).to.equal(expected);
      expect(planned).to.have.length(total);
    }
  });

  /** Events join the range, outcomes are corrected, endpoints come and go and want other types. */
  async function changeEverything(): Promise<void> {
    const changed = events.slice(0, 6).map(({ event }) => ({
      event: { ...event, outcome: 'DELIVERY_OUTCOME_DELIVERED' },
    }));
    const late = events.slice(0, 6).map(({ event }) => ({
      event: { ...event, id: `late_${event.id}`, outcome: 'DELIVERY_OUTCOME_FAILED' },
    }));
    const endpoints = [endpoint('ep_paid', 'CREATED'), endpoint('ep_new', 'CASHIN')];
    await importRecords(service.app.rpcPort, [...changed, ...late, ...endpoints]);
  }
});
