import { create } from '@bufbuild/protobuf';
import {
  AttemptSchema,
  DeliveryOutcome,
  DeliverySchema,
  DeliveryState,
  DeliveryStateFilter,
  EventKeySchema,
  ListedEventSchema,
  ResendType,
  type GetEventRequest,
  type ListEventsRequest,
} from '@webhooks/contracts';
import { expect } from 'chai';

import { serviceError } from './fake-service.ts';
import { type RestHarness, startHarness } from './rest-harness.ts';

const PATH = '/v3/webhooks/events';
const AT = { seconds: 1_777_716_000n, nanos: 250_000_000 };

const listed = create(ListedEventSchema, {
  id: 'evt_1',
  sequence: 4711n,
  accountId: 17n,
  branchIdentifier: '0001',
  accountNumber: '123456',
  resendType: ResendType.CASHIN,
  objectReferenceId: 12345n,
  type: 'QR_CODE_COPY_AND_PASTE_PAID',
  occurredAt: AT,
  outcome: DeliveryOutcome.FAILED,
  payloadBytes: 3,
  accountName: 'Loja Central',
  keys: { txId: 'order66' },
});
const item = {
  id: 'evt_1',
  sequence: 4711,
  account_mirror_id: 17,
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  resend_type: 'CASHIN',
  object_reference_id: 12345,
  event_type: 'QR_CODE_COPY_AND_PASTE_PAID',
  occurred_at: '2026-05-02T10:00:00.250000Z',
  original_outcome: 'FAILED',
  payload_bytes: 3,
  source_account_name: 'Loja Central',
  keys: { end_to_end_id: null, tx_id: 'order66', correlation_id: null, tag: null },
};

describe('events', () => {
  let rest: RestHarness;
  before(async () => {
    rest = await startHarness();
  });
  after(() => rest[Symbol.asyncDispose]());
  beforeEach(() => {
    rest.service.calls.length = 0;
  });

  const requestOf = <Request>(): Request => rest.service.calls.at(-1)?.request as Request;

  it('are listed, with links that carry every filter and are taken back', async () => {
    rest.service.behaviour.events.listEvents = () => ({
      events: [listed, create(ListedEventSchema, { ...listed, outcome: 0 })],
      nextCursorId: 4700n,
      previousCursorId: 4711n,
    });
    const query =
      'account_mirror_id=17&resend_type=CASHIN&object_reference_id=12345&limit=2&endpoint_id=ep_1' +
      '&start_datetime=2026-05-02T10:00:00.250Z&end_datetime=2026-05-03T00:00:00&event_types=A,B_2' +
      '&delivery_state=UNDELIVERED&include_in_hand=true&cursor_id=4712&cursor_direction=previous&tag=S%C3%A3o%20Jo%C3%A3o';
    const answer = await (await rest.call(`${PATH}?${query}`)).json();
    expect(answer).to.deep.include({ results: [item, { ...item, original_outcome: null }] });
    const { next, previous } = answer as { next: string; previous: string };
    const asked = requestOf<ListEventsRequest>();
    expect(asked).to.deep.include({
      pageSize: 2,
      accountId: 17n,
      resendType: ResendType.CASHIN,
      objectReferenceId: 12345n,
      types: ['A', 'B_2'],
      endpointId: 'ep_1',
      key: create(EventKeySchema, { name: 'tag', value: 'São João' }),
      deliveryState: DeliveryStateFilter.UNDELIVERED,
      includeInHand: true,
      cursorId: 4712n,
      direction: 2,
    });
    expect(asked.start).to.deep.include(AT);
    await rest.call(next.slice(rest.baseUrl.length));
    expect(requestOf()).to.deep.equal({ ...asked, cursorId: 4700n, direction: 1 });
    await rest.call(previous.slice(rest.baseUrl.length));
    expect(requestOf()).to.deep.equal({ ...asked, cursorId: 4711n, direction: 2 });
  });

  it('are asked for without filters where none is given', async () => {
    rest.service.behaviour.events.listEvents = () => ({});
    const answer = await (await rest.call(PATH)).json();
    expect(answer).to.deep.equal({ next: null, previous: null, results: [] });
    expect(requestOf()).to.deep.include({ pageSize: 20, types: [], endpointId: '' });
    expect(requestOf()).to.not.have.any.keys('accountId', 'cursorId', 'start', 'end');
  });

  for (const [query, field] of [
    ['object_reference_id=1', 'resend_type'],
    ['resend_type=PIX', 'resend_type'],
    ['resend_type=PIX&object_reference_id=1', 'resend_type'],
    ['event_types=paid', 'event_types'],
    ['event_types=', 'event_types'],
    [`event_types=${Array(65).fill('A').join(',')}`, 'event_types'],
    ['start_datetime=2026-05-03T00:00:00Z&end_datetime=2026-05-02T00:00:00Z', 'start_datetime'],
    ['start_datetime=2026-05-03', 'start_datetime'],
    ['endpoint_id=a b', 'endpoint_id'],
    ['tx_id=', 'tx_id'],
    ['tag=a%0Ab', 'tag'],
    [`end_to_end_id=${'E'.repeat(65)}`, 'end_to_end_id'],
    ['tag=a&correlation_id=b', 'tag'],
    ['cursor_direction=PREVIOUS', 'cursor_direction'],
    ['outcome=FAILED', 'outcome'],
    ['delivery_state=DELIVERED', 'delivery_state'],
    ['include_in_hand=true', 'include_in_hand'],
    ['delivery_state=FAILED&include_in_hand=true', 'include_in_hand'],
    ['delivery_state=UNDELIVERED&include_in_hand=1', 'include_in_hand'],
  ]) {
    it(`are refused with ${query?.slice(0, 60)}`, async () => {
      const response = await rest.call(`${PATH}?${query}`);
      expect(response.status).to.equal(422);
      const { errors } = (await response.json()) as { errors: { field: string }[] };
      expect(errors.map((error) => error.field)).to.deep.equal([field]);
      expect(rest.service.calls).to.deep.equal([]);
    });
  }

  it('are shown with their body, what would be sent, and what became of them', async () => {
    const headers = [{ name: 'Authorization', value: '***' }];
    rest.service.behaviour.events.getEvent = () => ({
      event: listed,
      payload: Uint8Array.of(0xc3, 0xa9, 0x21),
      requests: [{ endpointId: 'ep_1', url: 'https://a.example/', headers }],
      history: [
        {
          delivery: create(DeliverySchema, {
            id: 3n,
            resendId: 7890n,
            eventId: 'evt_1',
            eventOccurredAt: AT,
            endpointId: 'ep_1',
            state: DeliveryState.FAILED,
            attempts: 1,
          }),
          attempts: [create(AttemptSchema, { number: 1, startedAt: AT, httpStatus: 500 })],
        },
      ],
      olderThanResendId: 7890n,
    });
    const shown = await (await rest.call(`${PATH}/evt_1?before_resend_id=8000`)).json();
    expect(requestOf<GetEventRequest>()).to.deep.include({ id: 'evt_1', beforeResendId: 8000n });
    expect(shown).to.deep.include({ ...item, payload: 'w6kh', payload_text: 'é!' });
    const { requests, history } = shown as Record<string, Record<string, unknown>>;
    expect(requests).to.deep.equal([{ endpoint_id: 'ep_1', url: 'https://a.example/', headers }]);
    expect(history?.['next']).to.equal(`${rest.baseUrl}${PATH}/evt_1?before_resend_id=7890`);
    expect(history?.['results']).to.have.nested.property('[0].resend_id', 7890);
    expect(history?.['results']).to.have.nested.property('[0].attempt_log[0].http_status', 500);
  });

  it('have a text only where the whole body is one', async () => {
    rest.service.behaviour.events.getEvent = () => ({
      event: listed,
      payload: Uint8Array.of(0x21, 0xc3),
    });
    const shown = await (await rest.call(`${PATH}/evt_1`)).json();
    expect(shown).to.include({ payload: 'IcM=', payload_text: null });
  });

  it('that nobody knows, or that have no possible name, are 404', async () => {
    rest.service.behaviour.events.getEvent = () => {
      throw serviceError('event_not_found');
    };
    for (const id of ['evt_none', 'a%20b', 'x'.repeat(65)]) {
      const response = await rest.call(`${PATH}/${id}`);
      expect(response.status, id).to.equal(404);
      expect(await response.json()).to.include({ code: 'event_not_found' });
    }
  });
});
