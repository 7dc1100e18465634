import { expect } from 'chai';

import { startHttpReceiver, type HttpReceiver, type ReceivedRequest } from '@webhooks/testing';
import { idOf, RESEND_PATH, startSystem, type System, userToken } from '@webhooks/proof-kit';

import { bulk, qrCode, transaction } from './support/documented.ts';
import { endpointRecord } from './support/records.ts';

describe('POST /v3/webhooks/resend', function () {
  this.timeout(30_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;

  before(async () => {
    system = started.use(await startSystem());
    receiver = started.use(await startHttpReceiver());
    const { url } = receiver;
    await system.importSample([
      endpointRecord({ id: 'ep_17', account_id: 17, url, type_webhook: 'CASHIN' }),
      endpointRecord({ id: 'ep_18', account_id: 18, url, type_webhook: 'CASHOUT' }),
    ]);
  });

  after(() => started.disposeAsync());

  /** Ids of the events that came with a resend. */
  const eventsOf = (id: number): unknown[] =>
    receiver.requests.filter(belongsTo(id)).map(({ headers }) => headers['webhook-id']);

  /** Ids of the events that a request resends. */
  const resentBy = async (body: object): Promise<unknown[]> => {
    const id = await system.api.accept(body);
    expect(await system.api.settled(id)).to.include({ status: 'COMPLETED', failed: 0, pending: 0 });
    return eventsOf(id);
  };

  describe('with a documented example', () => {
    it('answers as documented, and where the log is', async () => {
      const answer = await system.api.post(qrCode);
      const id = idOf(answer);
      expect(answer.status).to.equal(200);
      expect(answer.text).to.equal(
        `{"worked":true,"detail":"Webhook resend request created. ID: ${id}"}`,
      );
      expect(answer.headers.get('content-type')).to.equal('application/json; charset=utf-8');
      expect(answer.headers.get('location')).to.equal(`${RESEND_PATH}/${id}`);
      expect(answer.headers.get('x-request-id')).to.match(/^[\w-]{8,}$/);
    });

    it('resends a QR Code', async () => {
      const events = await resentBy(qrCode);
      expect(events).to.deep.equal(['evt_12345_1', 'evt_12345_2', 'evt_12345_3']);
    });

    it('resends a Transaction', async () => {
      const events = await resentBy(transaction);
      expect(events).to.deep.equal(['evt_98765_1', 'evt_98765_2']);
    });

    it('resends an account and a range, inclusive at both ends', async () => {
      expect(await resentBy(bulk)).to.have.members([
        'evt_edge_at_start',
        'evt_12345_1',
        'evt_12345_2',
        'evt_12345_3',
        'evt_key_1',
        'evt_bytes_1',
        'evt_bytes_2',
        'evt_bytes_3',
        'evt_bytes_4',
        'evt_edge_at_end',
      ]);
    });

    it('resends the events of an object inside a range', async () => {
      const range = {
        start_datetime: '2026-05-02T10:00:00Z',
        end_datetime: '2026-05-10T11:00:00Z',
      };
      expect(await resentBy({ ...bulk, ...qrCode, ...range })).to.deep.equal([
        'evt_12345_2',
        'evt_12345_3',
      ]);
    });
  });

  describe('reads a datetime', () => {
    const rangeOf: Record<string, [start: string, end: string, events: string[]]> = {
      'without a zone as UTC': ['2026-05-12T23:59:59', '2026-05-12T23:59:59', ['evt_edge_at_end']],
      'with an offset': [
        '2026-04-30T21:00:00-03:00',
        '2026-05-01T05:30:00+05:30',
        ['evt_edge_at_start'],
      ],
      'to the millisecond': [
        '2026-05-12T23:59:59.001Z',
        '2026-05-12T23:59:59.001Z',
        ['evt_edge_after'],
      ],
      'to the microsecond': ['2026-05-12T23:59:59.000001Z', '2026-05-12T23:59:59.000999Z', []],
    };
    for (const [how, [start_datetime, end_datetime, events]] of Object.entries(rangeOf)) {
      it(how, async () => {
        expect(await resentBy({ ...bulk, start_datetime, end_datetime })).to.deep.equal(events);
      });
    }
  });

  it('takes null for absent', async () => {
    const fields = {
      source_account_branch_identifier: null,
      source_account_number: null,
      start_datetime: null,
      end_datetime: null,
    };
    expect(await resentBy({ ...transaction, ...fields })).to.have.length(2);
  });

  it('freezes the set when it answers', async () => {
    await system.app('dispatcher').stop();
    const id = await system.api.accept({ ...qrCode, object_reference_id: 20001 });
    await system.importRecords([
      {
        event: {
          id: 'evt_later',
          account_id: 17,
          resend_type: 'RESEND_TYPE_CASHIN',
          object_reference_id: 20001,
          type: 'QR_CODE_COPY_AND_PASTE_PAID',
          occurred_at: '2026-06-06T00:00:00Z',
          payload: 'e30=',
        },
      },
    ]);
    await system.start('dispatcher');
    expect(await system.api.settled(id)).to.include({ status: 'COMPLETED', total: 1 });
    expect(eventsOf(id)).to.deep.equal(['evt_bytes_1']);
  });

  it('gives back the request id of the caller', async () => {
    const { headers } = await system.api.post(qrCode, { 'x-request-id': 'caller-1' });
    expect(headers.get('x-request-id')).to.equal('caller-1');
  });

  it('shows the log as the contract has it', async () => {
    const id = await system.api.accept(bulk);
    const beside = { retry_of: null, deliveries_pruned: false, sample: null, other_endpoints: 0 };
    const { endpoints, ...log } = { ...(await system.api.settled(id)) } as Record<string, unknown>;
    const listed = (await system.api.page('?limit=1')).results[0];
    expect(log, 'alone, with what the list leaves out').to.deep.equal({ ...listed, ...beside });
    const { created_at, updated_at, finished_at, ...rest } = { ...listed } as Record<
      string,
      unknown
    >;
    expect(rest).to.deep.equal({
      id,
      status: 'COMPLETED',
      ...bulk,
      object_reference_id: null,
      account_mirror_id: 17,
      name: null,
      reason: null,
      not_before: null,
      max_rate_per_second: null,
      first: null,
      created_by: 246,
      deliver_to: null,
      total: 10,
      delivered: 10,
      delivered_new: 0,
      delivered_known_before: 0,
      delivered_not_said: 10,
      failed: 0,
      skipped: 0,
      cancelled: 0,
      pending: 0,
      detail: null,
      listed: null,
      delivery_state: 'ALL',
      include_in_hand: false,
      latest_only: false,
      event_types: [],
      endpoint_ids: [],
      control: null,
    });
    for (const time of [created_at, updated_at, finished_at]) {
      expect(time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
  });

  describe('with an Idempotency-Key', () => {
    it('answers the same request with the same resend, once and for all', async () => {
      const headers = { 'idempotency-key': 'a key with spaces & signs ~' };
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => system.api.post(transaction, headers)),
      );
      const [first, ...others] = answers.map(({ status, text }) => `${status} ${text}`);
      for (const other of others) expect(other).to.equal(first);
      const id = idOf(await system.api.post(transaction, headers));
      await system.api.settled(id);
      expect(eventsOf(id)).to.have.length(2);
      const { results } = await system.api.page(`?object_reference_id=98765&limit=1`);
      expect(results[0]?.id).to.equal(id);
    });

    it('refuses another request with the same key', async () => {
      const headers = { 'idempotency-key': 'used' };
      await system.api.accept(qrCode, headers);
      const { status, text } = await system.api.post(transaction, headers);
      const message = 'was used before with another request';
      expect(status).to.equal(422);
      expect(JSON.parse(text)).to.deep.equal({
        worked: false,
        detail: `Validation error: Idempotency-Key ${message}`,
        code: 'validation_error',
        errors: [{ field: 'Idempotency-Key', message, code: 'invalid' }],
      });
    });

    it('keeps the keys of users apart', async () => {
      const headers = { 'idempotency-key': 'mine' };
      const other = system.api.withToken(userToken(300));
      const ids = [
        await system.api.accept(transaction, headers),
        await other.accept(transaction, headers),
      ];
      expect(new Set(ids).size).to.equal(2);
    });
  });
});

function belongsTo(id: number): (request: ReceivedRequest) => boolean {
  return ({ headers }) => headers['webhook-resend-id'] === `${id}`;
}
