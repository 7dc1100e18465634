import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError } from '@connectrpc/connect';
import {
  DeliveryStateFilter,
  type PreviewResendRequest,
  PreviewResendResponseSchema,
  WaitReason,
} from '@webhooks/contracts';
import { expect } from 'chai';

import { serviceError } from './fake-service.ts';
import { RESEND_PATH, type RestHarness, startHarness } from './rest-harness.ts';

const OBJECT = { resend_type: 'CASHIN', object_reference_id: 12345 };
const PREVIEW_PATH = `${RESEND_PATH}/preview`;

describe('POST /v3/webhooks/resend/preview', () => {
  let rest: RestHarness;
  before(async () => {
    rest = await startHarness();
  });
  after(() => rest[Symbol.asyncDispose]());
  beforeEach(() => {
    rest.service.calls.length = 0;
    rest.service.behaviour.previewResend = () => ({});
  });

  const post = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    rest.call(PREVIEW_PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('answers the breakdown', async () => {
    const count = (key: string, deliveries: number, skipped = 0) => ({
      key,
      deliveries: BigInt(deliveries),
      skipped: BigInt(skipped),
    });
    rest.service.behaviour.previewResend = () =>
      create(PreviewResendResponseSchema, {
        events: 3n,
        deliveries: 5n,
        skipped: 2n,
        byEventType: [count('PAID', 3, 1), count('CREATED', 2, 1)],
        byEndpoint: [count('ep_1', 3), count('ep_2', 2, 2)],
        byLastOutcome: [count('failed', 4, 2), count('unknown', 1)],
        oldestEventAt: timestampFromMs(Date.UTC(2026, 4, 1)),
        newestEventAt: timestampFromMs(Date.UTC(2026, 4, 2, 10, 0, 0, 250)),
        waiting: 3n,
        waitingEndpoints: [
          {
            endpointId: 'ep_1',
            deliveries: 3n,
            waitingFor: WaitReason.BREAKER,
            nextTestAt: timestampFromMs(Date.UTC(2026, 4, 2, 10, 0, 40)),
          },
        ],
      });
    const response = await post(OBJECT);
    expect(response.status).to.equal(200);
    expect(response.headers.get('location')).to.equal(null);
    expect(await response.text()).to.equal(
      '{"exact":true,"counted_so_far":5,"events":3,"deliveries":5,"skipped":2,"unwanted_events":0,' +
        '"by_event_type":[{"event_type":"PAID","deliveries":3,"skipped":1},' +
        '{"event_type":"CREATED","deliveries":2,"skipped":1}],' +
        '"by_endpoint":[{"endpoint_id":"ep_1","deliveries":3,"skipped":0},' +
        '{"endpoint_id":"ep_2","deliveries":2,"skipped":2}],' +
        '"by_last_outcome":[{"last_outcome":"delivered","deliveries":0,"skipped":0},' +
        '{"last_outcome":"failed","deliveries":4,"skipped":2},' +
        '{"last_outcome":"retrying","deliveries":0,"skipped":0},' +
        '{"last_outcome":"never_attempted","deliveries":0,"skipped":0},' +
        '{"last_outcome":"unknown","deliveries":1,"skipped":0}],"undelivered":null,' +
        '"newer_outside":null,"oldest_event_at":"2026-05-01T00:00:00Z","newest_event_at":"2026-05-02T10:00:00.250000Z","duration_seconds":null,' +
        '"waiting":3,"waiting_endpoints":[{"endpoint_id":"ep_1","deliveries":3,' +
        '"waiting_for":"breaker","next_test_at":"2026-05-02T10:00:40.000Z"}]}',
    );
  });

  it('tells apart what UNDELIVERED leaves out', async () => {
    rest.service.behaviour.previewResend = () =>
      create(PreviewResendResponseSchema, {
        undelivered: { alreadyDelivered: 1398n, heldByResend: 30n, retriedBySender: 12n },
      });
    const answer = await (
      await post({ ...OBJECT, delivery_state: 'UNDELIVERED', include_in_hand: true })
    ).json();
    expect(answer).to.deep.include({
      undelivered: { already_delivered: 1398, held_by_resend: 30, retried_by_sender: 12 },
    });
    const { selection } = rest.service.calls.at(-1)?.request as PreviewResendRequest;
    expect(selection).to.include({
      deliveryState: DeliveryStateFilter.UNDELIVERED,
      includeInHand: true,
    });
    const refused = await post({ ...OBJECT, include_in_hand: true });
    expect(refused.status).to.equal(422);
    expect(await refused.json()).to.deep.include({
      errors: [
        {
          field: 'include_in_hand',
          message: 'needs delivery_state UNDELIVERED',
          code: 'needs_undelivered',
        },
      ],
    });
  });

  it('says of how many objects a newer event is not among the newest that are selected', async () => {
    rest.service.behaviour.previewResend = () =>
      create(PreviewResendResponseSchema, { newerOutside: 7n });
    const answer = await (await post({ ...OBJECT, latest_only: true })).json();
    expect(answer).to.include({ newer_outside: 7 });
    const { selection } = rest.service.calls.at(-1)?.request as PreviewResendRequest;
    expect(selection).to.include({ latestOnly: true });
    rest.service.behaviour.previewResend = () => create(PreviewResendResponseSchema);
  });

  it('answers that there is nothing', async () => {
    const answer = await (await post(OBJECT)).json();
    expect(answer).to.include({ events: 0, deliveries: 0, oldest_event_at: null });
  });

  it('answers 202 with how far it came, and without totals, until all is counted', async () => {
    rest.service.behaviour.previewResend = () =>
      create(PreviewResendResponseSchema, { exact: false, countedSoFar: 1_250_000n });
    const response = await post(OBJECT);
    expect(response.status).to.equal(202);
    expect(response.headers.get('retry-after')).to.equal('1');
    expect(await response.text()).to.equal(
      '{"exact":false,"counted_so_far":1250000,"events":null,"deliveries":null,"skipped":null,' +
        '"unwanted_events":null,"by_event_type":null,"by_endpoint":null,"by_last_outcome":null,' +
        '"undelivered":null,"newer_outside":null,"oldest_event_at":null,"newest_event_at":null,"duration_seconds":null,' +
        '"waiting":null,"waiting_endpoints":null}',
    );
    rest.service.behaviour.previewResend = () =>
      create(PreviewResendResponseSchema, { exact: true, countedSoFar: 0n });
    expect((await post(OBJECT)).status).to.equal(200);
  });

  it('passes on every filter, as POST /v3/webhooks/resend does', async () => {
    const body = {
      resend_type: 'CASHOUT',
      source_account_branch_identifier: '0001',
      source_account_number: '123456',
      start_datetime: '2026-05-01T00:00:00Z',
      end_datetime: '2026-05-02T00:00:00Z',
      delivery_state: 'NEVER_ATTEMPTED',
      event_types: ['PAID', 'CREATED'],
      endpoint_ids: ['ep_1'],
    };
    expect((await post(body)).status).to.equal(200);
    expect((await rest.post(body)).status).to.equal(200);
    const [previewed, created] = rest.service.calls.map(({ request }) => request);
    const { selection } = previewed as PreviewResendRequest;
    expect(selection).to.deep.include({
      deliveryState: DeliveryStateFilter.NEVER_ATTEMPTED,
      eventTypes: ['PAID', 'CREATED'],
      endpointIds: ['ep_1'],
    });
    expect((created as PreviewResendRequest).selection).to.deep.equal(selection);
  });

  it('checks as POST /v3/webhooks/resend does', async () => {
    const bad = { ...OBJECT, resend_type: 'CASH', endpoints: ['ep_1'] };
    const refused = await post(bad);
    expect(refused.status).to.equal(422);
    expect(await refused.text()).to.equal(await (await rest.post(bad)).text());
    expect((await post(OBJECT, { 'content-type': 'text/plain' })).status).to.equal(415);
    expect((await post(OBJECT, { authorization: 'Bearer x' })).status).to.equal(401);
    expect((await rest.call(`${PREVIEW_PATH}?dry=1`, { method: 'POST' })).status).to.equal(422);
    expect(rest.service.calls).to.have.length(0);
  });

  it('tells what the service refuses', async () => {
    rest.service.behaviour.previewResend = () => {
      throw serviceError('qr_code_not_found');
    };
    const unknown = await post(OBJECT);
    expect(unknown.status).to.equal(400);
    expect(await unknown.json()).to.deep.equal({
      worked: false,
      detail: 'QR Code not found',
      code: 'qr_code_not_found',
    });
    rest.service.behaviour.previewResend = () => {
      throw serviceError('too_many_requests', { retryAfterMs: 1_000 });
    };
    const busy = await post(OBJECT);
    expect(busy.status).to.equal(429);
    expect(busy.headers.get('retry-after')).to.equal('1');
    rest.service.behaviour.previewResend = () => {
      throw new ConnectError('the deadline is over', Code.DeadlineExceeded);
    };
    expect((await post(OBJECT)).status).to.equal(503);
  });

  it('is the only method of its path', async () => {
    const response = await rest.call(PREVIEW_PATH, { method: 'PUT' });
    expect(response.status).to.equal(405);
    expect(response.headers.get('allow')).to.include('POST');
  });
});
