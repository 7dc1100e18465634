import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { type ListResendsRequest, ResendStatus, WaitReason } from '@webhooks/contracts';
import { expect } from 'chai';

import { acceptedResend, CREATED_AT_MS } from './fake-service.ts';
import { RESEND_PATH, type RestHarness, startHarness } from './rest-harness.ts';

const BULK_ITEM =
  '{"id":7890,"status":"PROCESSING","resend_type":"CASHIN","object_reference_id":null,' +
  '"account_mirror_id":17,"source_account_branch_identifier":"0001",' +
  '"source_account_number":"123456","start_datetime":"2026-05-01T00:00:00Z",' +
  '"end_datetime":"2026-05-12T23:59:59.000001Z","name":null,"reason":null,"not_before":null,"max_rate_per_second":null,"first":null,"deliver_to":null,"created_by":246,"created_at":"2026-05-12T10:30:00.123Z",' +
  '"updated_at":"2026-05-12T10:31:00.000Z","finished_at":null,"total":1200,"delivered":950,"delivered_new":0,"delivered_known_before":0,"delivered_not_said":950,' +
  '"failed":2,"skipped":1,"cancelled":0,"pending":248,"detail":null,"listed":null,' +
  '"delivery_state":"ALL","include_in_hand":false,"latest_only":false,"event_types":[],"endpoint_ids":[],"control":"RUNNING"}';
const OBJECT_ITEM =
  '{"id":7889,"status":"FAILED","resend_type":"CASHOUT","object_reference_id":98765,' +
  '"account_mirror_id":17,"source_account_branch_identifier":null,' +
  '"source_account_number":null,"start_datetime":null,"end_datetime":null,"name":null,"reason":null,"not_before":null,"max_rate_per_second":null,"first":null,"deliver_to":null,"created_by":246,' +
  '"created_at":"2026-05-12T10:30:00.123Z","updated_at":"2026-05-12T10:30:00.123Z",' +
  '"finished_at":"2026-05-12T10:40:00.000Z","total":1,"delivered":0,"delivered_new":0,"delivered_known_before":0,"delivered_not_said":0,"failed":1,"skipped":0,"cancelled":1,"pending":0,' +
  '"detail":"1 delivery did not succeed","listed":null,' +
  '"delivery_state":"ALL","include_in_hand":false,"latest_only":false,"event_types":[],"endpoint_ids":[],"control":null}';

function bulkResend() {
  return acceptedResend(7890n, {
    selection: {
      resendType: 1,
      sourceAccountBranchIdentifier: '0001',
      sourceAccountNumber: '123456',
      startDatetime: timestampFromMs(Date.UTC(2026, 4, 1)),
      endDatetime: { seconds: BigInt(Date.UTC(2026, 4, 12, 23, 59, 59) / 1000), nanos: 1_999 },
    },
    status: ResendStatus.PROCESSING,
    updatedAt: timestampFromMs(Date.UTC(2026, 4, 12, 10, 31)),
    total: 1200n,
    delivered: 950n,
    failed: 2n,
    skipped: 1n,
    pending: 248n,
  });
}

function objectResend() {
  return acceptedResend(7889n, {
    selection: { resendType: 2, objectReferenceId: 98765n },
    status: ResendStatus.FAILED,
    finishedAt: timestampFromMs(Date.UTC(2026, 4, 12, 10, 40)),
    total: 1n,
    failed: 1n,
    cancelled: 1n,
    detail: '1 delivery did not succeed',
  });
}

describe('reading resends', () => {
  let rest: RestHarness;
  before(async () => {
    rest = await startHarness({ settings: { publicBaseUrl: 'https://api.example.com/eu' } });
  });
  after(() => rest[Symbol.asyncDispose]());
  beforeEach(() => {
    rest.service.calls.length = 0;
    rest.service.behaviour.listResends = () => ({ resends: [] });
  });

  const lastRequest = () => rest.service.calls.at(-1)?.request as ListResendsRequest;
  const cursor = (id: bigint) => ({ createdAt: timestampFromMs(CREATED_AT_MS), id });

  describe('GET /v3/webhooks/resend', () => {
    it('answers an empty list', async () => {
      const response = await rest.call(RESEND_PATH);
      expect(response.status).to.equal(200);
      expect(await response.text()).to.equal('{"next":null,"previous":null,"results":[]}');
      expect(lastRequest()).to.deep.include({ pageSize: 20, status: 0, direction: 0 });
      expect(lastRequest().cursor).to.equal(undefined);
    });

    it('answers items and absolute links as the contract shows them', async () => {
      rest.service.behaviour.listResends = () => ({
        resends: [bulkResend(), objectResend()],
        next: cursor(7889n),
        previous: cursor(7890n),
      });
      const response = await rest.call(`${RESEND_PATH}?limit=2&account_mirror_id=17&status=FAILED`);
      const link = (id: number, direction: string): string =>
        'https://api.example.com/eu/v3/webhooks/resend?cursor_datetime=2026-05-12T10:30:00.123Z' +
        `&cursor_id=${id}&cursor_direction=${direction}&limit=2&status=FAILED&account_mirror_id=17`;
      expect(await response.text()).to.equal(
        `{"next":"${link(7889, 'NEXT')}","previous":"${link(7890, 'PREVIOUS')}",` +
          `"results":[${BULK_ITEM},${OBJECT_ITEM}]}`,
      );
    });

    it('passes every parameter on', async () => {
      await rest.call(
        `${RESEND_PATH}?limit=100&status=COMPLETED&object_reference_id=5&account_mirror_id=17` +
          '&cursor_datetime=2026-05-12T10%3A30%3A00.123Z&cursor_id=7890&cursor_direction=previous',
      );
      expect(lastRequest()).to.deep.include({
        pageSize: 100,
        status: ResendStatus.COMPLETED,
        objectReferenceId: 5n,
        accountId: 17n,
        direction: 2,
      });
      expect(lastRequest().cursor).to.deep.include({
        id: 7890n,
        createdAt: timestampFromMs(CREATED_AT_MS),
      });
    });

    it('answers 422 to bad, unknown and repeated parameters and asks nothing of the service', async () => {
      const response = await rest.call(
        `${RESEND_PATH}?limit=0&page=2&cursor_id=1&status=FAILED&status=FAILED`,
      );
      expect(response.status).to.equal(422);
      expect(await response.json()).to.deep.equal({
        worked: false,
        detail:
          'Validation error: limit must be an integer from 1 to 100; page is not a known ' +
          'parameter; status is given more than once; cursor_datetime is required when ' +
          'cursor_id is given',
        code: 'validation_error',
        errors: [
          { field: 'limit', message: 'must be an integer from 1 to 100', code: 'invalid' },
          { field: 'page', message: 'is not a known parameter', code: 'unknown_field' },
          { field: 'status', message: 'is given more than once', code: 'invalid' },
          {
            field: 'cursor_datetime',
            message: 'is required when cursor_id is given',
            code: 'required',
          },
        ],
      });
      expect(rest.service.calls).to.have.length(0);
    });

    it('answers HEAD without a body', async () => {
      const response = await rest.call(RESEND_PATH, { method: 'HEAD' });
      expect(response.status).to.equal(200);
      expect(response.headers.get('content-length')).to.equal('42');
      expect(await response.text()).to.equal('');
    });
  });

  describe('GET /v3/webhooks/resend/{id}', () => {
    it('answers one item', async () => {
      rest.service.behaviour.getResend = (id) => {
        expect(id).to.equal(7890n);
        return bulkResend();
      };
      const response = await rest.call(`${RESEND_PATH}/7890`);
      expect(response.status).to.equal(200);
      expect(await response.text()).to.equal(
        `${BULK_ITEM.slice(0, -1)},"retry_of":null,"deliveries_pruned":false,"sample":null,` +
          '"endpoints":[],"other_endpoints":0}',
      );
    });

    it('tells how far it is at its endpoints', async () => {
      rest.service.behaviour.getResend = bulkResend;
      const waiting = {
        ...{ endpointId: 'ep_1', total: 1200n, delivered: 950n, failed: 2n, skipped: 1n },
        ...{ cancelled: 0n, pending: 248n, retrying: 16n, waitingFor: WaitReason.BREAKER },
        nextTestAt: timestampFromMs(CREATED_AT_MS + 1),
        estimatedEndAt: timestampFromMs(CREATED_AT_MS + 2),
        expiresAt: timestampFromMs(CREATED_AT_MS + 3),
      };
      const endpoints = [waiting, { endpointId: 'ep_2' }];
      rest.service.behaviour.progress = { endpoints, otherEndpoints: 3 };
      const body = (await (await rest.call(`${RESEND_PATH}/7890`)).json()) as object;
      const none = { next_test_at: null, estimated_end_at: null, expires_at: null };
      const zero = { delivered: 0, failed: 0, skipped: 0, cancelled: 0, pending: 0, retrying: 0 };
      expect(body).to.deep.include({
        other_endpoints: 3,
        endpoints: [
          {
            ...{ endpoint_id: 'ep_1', total: 1200, delivered: 950, failed: 2, skipped: 1 },
            ...{ cancelled: 0, pending: 248, retrying: 16, waiting_for: 'breaker' },
            next_test_at: '2026-05-12T10:30:00.124Z',
            estimated_end_at: '2026-05-12T10:30:00.125Z',
            expires_at: '2026-05-12T10:30:00.126Z',
          },
          { endpoint_id: 'ep_2', total: null, ...zero, waiting_for: null, ...none },
        ],
      });
    });

    it('answers 404 to ids that cannot be, without asking the service', async () => {
      for (const id of [
        '0',
        '-1',
        '01',
        '1.0',
        'abc',
        '9007199254740992',
        '%31%00',
        '%ff',
        '1e3',
      ]) {
        const response = await rest.call(`${RESEND_PATH}/${id}`);
        expect(response.status, id).to.equal(404);
        expect(await response.text()).to.equal(
          '{"worked":false,"detail":"Resend not found","code":"resend_not_found"}',
        );
      }
      expect(rest.service.calls).to.have.length(0);
    });
  });
});
