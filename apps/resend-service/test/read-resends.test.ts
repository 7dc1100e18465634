import { expect } from 'chai';

import { loadSampleRecords } from '@webhooks/testing';

import { dispatch } from './support/dispatch.ts';
import type { Json } from './support/grpc-client.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { userToken } from './support/settings.ts';

const endpoint = {
  endpoint: { id: 'ep_17', account_id: 17, url: 'http://127.0.0.1:9/', type_webhook: 'CASHIN' },
};
const qrCode = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };
const transaction = { resend_type: 'RESEND_TYPE_CASHOUT', object_reference_id: 98765 };
const stranger = { token: userToken(300) };

describe('reading resends', () => {
  let service: TestService;
  /** Of user 246, oldest first; the first is the dispatcher's work. */
  const ids: number[] = [];

  before(async () => {
    service = await startService();
    await importRecords(service.app.rpcPort, [...loadSampleRecords(), endpoint]);
    for (const selection of [qrCode, transaction, qrCode, transaction, qrCode]) {
      const { resend } = await service.resends.unary('CreateResend', { selection });
      ids.push(resend.id);
    }
    await dispatch(service.env, ids[0] ?? 0);
  });

  after(() => service[Symbol.asyncDispose]());

  const call = (method: string, request: Json): Promise<Json> =>
    service.resends.unary(method, request);

  async function expectNotFound(method: string, request: Json, reason: string): Promise<void> {
    const unknown = await service.resends.refusal(method, { ...request, id: 999, resend_id: 999 });
    const foreign = await service.resends.refusal(method, request, stranger);
    expect(unknown.status).to.equal('NOT_FOUND');
    expect(unknown.details['google.rpc.ErrorInfo']).to.include({ reason });
    expect(foreign).to.deep.equal(unknown);
  }

  describe('GetResend', () => {
    it('shows the progress', async () => {
      const { resend, progress } = await call('GetResend', { id: ids[0] });
      expect(resend).to.include({
        status: 'RESEND_STATUS_PROCESSING',
        total: 3,
        delivered: 2,
        failed: 0,
        pending: 1,
      });
      const [at] = progress.endpoints;
      expect(progress.endpoints).to.have.length(1);
      expect(at).to.include({ endpoint_id: 'ep_17', total: 3, delivered: 2, pending: 1 });
      expect(at).to.include({ retrying: 1, waiting_for: 'WAIT_REASON_RETRY', next_test_at: null });
      const days = { seconds: resend.created_at.seconds + 3 * 86_400 };
      expect(at.expires_at).to.include(days);
    });

    it('tells unknown and foreign alike', async () => {
      await expectNotFound('GetResend', { id: ids[0] }, 'RESEND_NOT_FOUND');
    });

    for (const id of [0, -1, '9007199254740993']) {
      it(`refuses the id ${id}`, async () => {
        const refusal = await service.resends.refusal('GetResend', { id });
        expect(refusal).to.include({ status: 'INVALID_ARGUMENT' });
      });
    }
  });

  describe('ListResends', () => {
    const idsOf = ({ resends }: Json): number[] => resends.map(({ id }: Json) => id);

    it('shows the newest first', async () => {
      const page = await call('ListResends', {});
      expect(idsOf(page)).to.deep.equal(ids.toReversed());
      expect([page['next'], page['previous']]).to.deep.equal([null, null]);
    });

    it('is walked in pages to the end and back', async () => {
      const [e, d, c, b, a] = ids;
      const first = await call('ListResends', { page_size: 2 });
      const second = await call('ListResends', { page_size: 2, cursor: first['next'] });
      const third = await call('ListResends', { page_size: 2, cursor: second['next'] });
      expect([first, second, third].map(idsOf)).to.deep.equal([[a, b], [c, d], [e]]);
      expect(third['next']).to.equal(null);
      const direction = 'CURSOR_DIRECTION_PREVIOUS';
      const cursor = third['previous'];
      const back = await call('ListResends', { page_size: 2, cursor, direction });
      expect(idsOf(back)).to.deep.equal([c, d]);
    });

    it('filters by status, object and account', async () => {
      const processing = await call('ListResends', { status: 'RESEND_STATUS_PROCESSING' });
      expect(idsOf(processing)).to.deep.equal([ids[0]]);
      const ofObject = await call('ListResends', { object_reference_id: 98765 });
      expect(idsOf(ofObject)).to.deep.equal([ids[3], ids[1]]);
      const cashin = await call('ListResends', { resend_type: 'RESEND_TYPE_CASHIN' });
      const cashout = await call('ListResends', { resend_type: 'RESEND_TYPE_CASHOUT' });
      expect([...idsOf(cashin), ...idsOf(cashout)].toSorted()).to.deep.equal(ids.toSorted());
      const typed = { resend_type: 'RESEND_TYPE_CASHOUT', object_reference_id: 98765 };
      expect(idsOf(await call('ListResends', typed))).to.include.members([ids[3], ids[1]]);
      const ofAccount = await call('ListResends', { account_id: 17, page_size: 1 });
      expect(idsOf(ofAccount)).to.deep.equal([ids[4]]);
    });

    it('filters by kind, control and the time of creation', async () => {
      const objects = idsOf(await call('ListResends', { kind: 'RESEND_KIND_ONE' }));
      const ranges = idsOf(await call('ListResends', { kind: 'RESEND_KIND_RANGE' }));
      expect([...objects, ...ranges].toSorted()).to.deep.equal(ids.toSorted());
      expect(objects).to.include.members([ids[3], ids[1]]);
      const [running] = ids;
      const control = 'RESEND_CONTROL_UNSPECIFIED';
      expect(idsOf(await call('ListResends', { control }))).to.include(running);
      const paused = await call('ListResends', { control: 'RESEND_CONTROL_PAUSED' });
      expect(idsOf(paused)).to.deep.equal([]);
      const newest = (await call('ListResends', { page_size: 1 }))['resends'][0].created_at;
      const since = await call('ListResends', { created_from: newest, created_to: newest });
      expect(idsOf(since)).to.include(ids[4]);
      const before = await call('ListResends', { created_to: { seconds: 1 } });
      expect(idsOf(before)).to.deep.equal([]);
    });

    it('shows nothing of others', async () => {
      const page = await service.resends.unary('ListResends', {}, stranger);
      expect(idsOf(page)).to.deep.equal([]);
    });

    const bad: Record<string, [request: Json, field: string]> = {
      'a page of 101': [{ page_size: 101 }, 'page_size'],
      'a negative page': [{ page_size: -1 }, 'page_size'],
      'an unknown status': [{ status: 77 }, 'status'],
      'an unknown type': [{ resend_type: 77 }, 'resend_type'],
      'an unknown kind': [{ kind: 77 }, 'kind'],
      'an unknown control': [{ control: 77 }, 'control'],
      'a time that ends before it begins': [
        { created_from: { seconds: 2 }, created_to: { seconds: 1 } },
        'created_from',
      ],
      'an account 0': [{ account_id: 0 }, 'account_id'],
      'a way back from nowhere': [{ direction: 'CURSOR_DIRECTION_PREVIOUS' }, 'direction'],
      'a cursor without a time': [{ cursor: { id: 1 } }, 'cursor.created_at'],
      'a cursor without an id': [{ cursor: { created_at: { seconds: 1 } } }, 'cursor.id'],
    };
    for (const [title, [request, field]] of Object.entries(bad)) {
      it(`refuses ${title}`, async () => {
        const { status, details } = await service.resends.refusal('ListResends', request);
        expect(status).to.equal('INVALID_ARGUMENT');
        const { fieldViolations } = details['google.rpc.BadRequest'] as Json;
        expect(fieldViolations.map((violation: Json) => violation['field'])).to.include(field);
      });
    }
  });

  describe('ListDeliveries', () => {
    it('shows each delivery with its last outcome', async () => {
      const { deliveries } = await call('ListDeliveries', { resend_id: ids[0] });
      expect(deliveries).to.have.length(3);
      expect(deliveries[0]).to.deep.include({
        id: 1,
        resend_id: ids[0],
        event_id: 'evt_12345_1',
        event_type: 'QR_CODE_COPY_AND_PASTE_CREATED',
        object_reference_id: 12345,
        endpoint_id: 'ep_17',
        state: 'DELIVERY_STATE_RETRYING',
        attempts: 1,
        last_http_status: 500,
        last_error_class: 'http_status',
        settled_at: null,
      });
      expect(deliveries[0].next_attempt_at.seconds).to.be.greaterThan(Date.now() / 1000);
      expect(deliveries[1].event_occurred_at).to.deep.equal({
        seconds: Date.UTC(2026, 4, 2, 10) / 1000,
        nanos: 250_000_000,
      });
    });

    it('is walked in pages and filtered by state', async () => {
      const request = { resend_id: ids[0], page_size: 2 };
      const first = await call('ListDeliveries', request);
      const second = await call('ListDeliveries', {
        ...request,
        cursor_id: first['next_cursor_id'],
      });
      expect(second['deliveries'].map(({ id }: Json) => id)).to.deep.equal([3]);
      expect(second).to.not.have.property('next_cursor_id');
      const state = 'DELIVERY_STATE_DELIVERED';
      const delivered = await call('ListDeliveries', { ...request, state });
      expect(delivered['deliveries'].map(({ id }: Json) => id)).to.deep.equal([2, 3]);
    });

    it('tells unknown and foreign alike', async () => {
      await expectNotFound('ListDeliveries', { resend_id: ids[0] }, 'RESEND_NOT_FOUND');
    });

    it('is filtered by endpoint, event, its type, and the last outcome', async () => {
      const idsWith = async (filter: Json): Promise<number[]> => {
        const { deliveries } = await call('ListDeliveries', { resend_id: ids[0], ...filter });
        return deliveries.map(({ id }: Json) => id);
      };
      expect(await idsWith({ http_status: 500, error_class: 'http_status' })).to.deep.equal([1]);
      expect(await idsWith({ endpoint_id: 'ep_17', event_id: 'evt_12345_1' })).to.deep.equal([1]);
      expect(await idsWith({ event_type: 'QR_CODE_COPY_AND_PASTE_CREATED' })).to.deep.equal([1]);
      expect(await idsWith({ endpoint_id: 'ep_nowhere' })).to.deep.equal([]);
    });

    it('refuses filters that cannot be', async () => {
      const request = { resend_id: ids[0], http_status: 0, error_class: 'lost', event_id: 'a b' };
      const refusal = await service.resends.refusal('ListDeliveries', request);
      expect(refusal).to.include({ status: 'INVALID_ARGUMENT' });
      for (const field of ['http_status', 'error_class', 'event_id']) {
        expect(refusal['message']).to.include(field);
      }
    });

    it('refuses the state that is never stored', async () => {
      const request = { resend_id: ids[0], state: 'DELIVERY_STATE_IN_FLIGHT' };
      const refusal = await service.resends.refusal('ListDeliveries', request);
      expect(refusal).to.include({ status: 'INVALID_ARGUMENT' });
    });
  });

  describe('ListAttempts', () => {
    it('shows what came back, byte for byte', async () => {
      const { attempts } = await call('ListAttempts', { resend_id: ids[0], delivery_id: 1 });
      expect(attempts).to.deep.equal([
        {
          number: 1,
          started_at: { seconds: 1, nanos: 0 },
          duration_ms: 12,
          http_status: 500,
          _http_status: 'http_status',
          error_class: 'http_status',
          error_message: 'answered with 500',
          response_snippet: Buffer.from([0x6e, 0x6f, 0x00, 0xff]),
        },
      ]);
    });

    it('does not know a delivery beyond the last', async () => {
      const request = { resend_id: ids[0], delivery_id: 4 };
      const { status, details } = await service.resends.refusal('ListAttempts', request);
      expect(status).to.equal('NOT_FOUND');
      expect(details['google.rpc.ErrorInfo']).to.include({ reason: 'DELIVERY_NOT_FOUND' });
    });

    it('tells unknown and foreign resends alike', async () => {
      const request = { resend_id: ids[0], delivery_id: 1 };
      await expectNotFound('ListAttempts', request, 'RESEND_NOT_FOUND');
    });
  });
});
