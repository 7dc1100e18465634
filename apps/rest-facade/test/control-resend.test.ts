import { BlockList } from 'node:net';

import { create } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import {
  ResendControl,
  ResendOptionsSchema,
  ResendStatus,
  type RetryFailedDeliveriesRequest,
  type UpdateResendRequest,
} from '@webhooks/contracts';
import type { ErrorCode } from '@webhooks/domain';
import { expect } from 'chai';

import { acceptedResend, serviceError, type ServiceBehaviour } from './fake-service.ts';
import { exchange } from './raw-client.ts';
import { RESEND_PATH, type RestHarness, startHarness } from './rest-harness.ts';

const methods = {
  cancel: 'cancelResend',
  pause: 'pauseResend',
  resume: 'resumeResend',
  'retry-failed': 'retryFailedDeliveries',
} as const;
type Action = keyof typeof methods;
const actions = Object.keys(methods) as Action[];

const SETTLED = ['resend_settled', 'Resend is settled'] as const;
const CANCELLING = ['resend_cancelling', 'Resend is being cancelled'] as const;

/** What the state of a resend may forbid. */
const forbidden: Readonly<Record<Action, readonly (readonly [ErrorCode, string])[]>> = {
  cancel: [SETTLED],
  pause: [SETTLED, CANCELLING],
  resume: [SETTLED, CANCELLING],
  'retry-failed': [
    ['resend_not_settled', 'Resend is not settled yet'],
    ['deliveries_pruned', 'Deliveries of this resend are no longer kept'],
  ],
};

const ITEM =
  '{"id":7890,"status":"PROCESSING","resend_type":"CASHIN","object_reference_id":5,' +
  '"account_mirror_id":17,"source_account_branch_identifier":null,"source_account_number":null,' +
  '"start_datetime":null,"end_datetime":null,"name":null,"reason":null,"not_before":null,"max_rate_per_second":null,"first":null,"deliver_to":null,"created_by":246,' +
  '"created_at":"2026-05-12T10:30:00.123Z",' +
  '"updated_at":"2026-05-12T10:30:00.123Z","finished_at":null,"total":0,"delivered":0,' +
  '"delivered_new":0,"delivered_known_before":0,"delivered_not_said":0,' +
  '"failed":0,"skipped":0,"cancelled":0,"pending":0,"detail":null,"listed":null,' +
  '"delivery_state":"ALL","include_in_hand":false,"latest_only":false,"event_types":[],"endpoint_ids":[]';

function resend(control: ResendControl = ResendControl.UNSPECIFIED) {
  return acceptedResend(7890n, {
    selection: { resendType: 1, objectReferenceId: 5n },
    status: ResendStatus.PROCESSING,
    control,
  });
}

describe('POST /v3/webhooks/resend/{id}/…', () => {
  let rest: RestHarness;
  let original: ServiceBehaviour;
  before(async () => {
    rest = await startHarness();
    original = { ...rest.service.behaviour };
  });
  after(() => rest[Symbol.asyncDispose]());
  beforeEach(() => {
    rest.service.calls.length = 0;
    Object.assign(rest.service.behaviour, original);
    for (const action of actions)
      rest.service.behaviour[methods[action]] = () => ({ resend: resend() });
  });

  const post = (action: string, init: RequestInit = {}, id: unknown = 7890): Promise<Response> =>
    rest.call(`${RESEND_PATH}/${String(id)}/${action}`, { method: 'POST', ...init });
  const withBody = (body: string, type = 'application/json'): RequestInit => ({
    body,
    headers: { 'content-type': type },
  });

  it('cancels, and tells how many deliveries were in flight', async () => {
    const cancelling = resend(ResendControl.CANCELLING);
    rest.service.behaviour.cancelResend = () => ({ resend: cancelling, inFlight: 16 });
    const response = await post('cancel');
    expect(response.status).to.equal(200);
    expect(await response.text()).to.equal(
      '{"worked":true,"detail":"Webhook resend is being cancelled. ID: 7890","in_flight":16,' +
        `"resend":${ITEM},"control":"CANCELLING","retry_of":null,"deliveries_pruned":false,"sample":null}}`,
    );
    expect(rest.service.calls).to.have.length(1);
    expect(rest.service.calls[0]?.request).to.deep.include({ id: 7890n });
  });

  it('cancels without the number when nobody said it in time, and tells none from zero', async () => {
    for (const [inFlight, reported] of [
      [undefined, null],
      [0, 0],
    ] as const) {
      rest.service.behaviour.cancelResend = () => ({
        resend: resend(ResendControl.CANCELLING),
        ...(inFlight === undefined ? {} : { inFlight }),
      });
      expect(await (await post('cancel')).json()).to.include({ in_flight: reported });
    }
  });

  it('says so when there was nothing left to cancel', async () => {
    const settled = { ...resend(ResendControl.CANCELLING), status: ResendStatus.FAILED };
    const finishedAt = settled.createdAt ?? undefined;
    rest.service.behaviour.cancelResend = () => ({
      resend: { ...settled, ...(finishedAt === undefined ? {} : { finishedAt }) },
      inFlight: 0,
    });
    const body = await (await post('cancel')).json();
    expect(body).to.include({ worked: true, detail: 'Webhook resend is settled. ID: 7890' });
    // Whatever the service says was asked of it before.
    expect(body).to.have.nested.property('resend.control', null);
  });

  it('pauses and resumes', async () => {
    rest.service.behaviour.pauseResend = () => ({ resend: resend(ResendControl.PAUSED) });
    expect(await (await post('pause')).text()).to.equal(
      `{"worked":true,"detail":"Webhook resend paused. ID: 7890","resend":${ITEM},` +
        '"control":"PAUSED","retry_of":null,"deliveries_pruned":false,"sample":null}}',
    );
    expect(await (await post('resume')).json()).to.deep.include({
      worked: true,
      detail: 'Webhook resend resumed. ID: 7890',
    });
    expect(rest.service.calls.map(({ method }) => method)).to.deep.equal([
      'pauseResend',
      'resumeResend',
    ]);
  });

  it('changes how fast it goes', async () => {
    rest.service.behaviour.updateResend = ({ maxRatePerSecond }) => ({
      resend: { ...resend(), options: create(ResendOptionsSchema, { maxRatePerSecond }) },
    });
    const patch = (body: unknown): Promise<Response> =>
      rest.call(`${RESEND_PATH}/7890`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const answer = await (await patch({ max_rate_per_second: 0.5 })).json();
    expect(answer).to.include({ worked: true, detail: 'Webhook resend changed. ID: 7890' });
    expect(answer).to.have.nested.property('resend.max_rate_per_second', 0.5);
    await patch({ max_rate_per_second: null });
    const rates = rest.service.calls
      .map(({ request }) => request)
      .map((request) => (request as UpdateResendRequest).maxRatePerSecond);
    expect(rates).to.deep.equal([0.5, undefined]);
    const bad = [{}, { max_rate_per_second: 0 }, { max_rate_per_second: '5' }];
    for (const body of [...bad, { max_rate_per_second: 5, name: 'x' }]) {
      expect((await patch(body)).status, JSON.stringify(body)).to.equal(422);
    }
    expect(rest.service.calls).to.have.length(2);
  });

  it('retries what failed, as a new resend with its own place', async () => {
    rest.service.behaviour.retryFailedDeliveries = () => ({
      resend: { ...resend(), id: 7891n, retryOfId: 7890n },
    });
    const response = await post('retry-failed', { headers: { 'idempotency-key': 'again-1' } });
    expect(response.status).to.equal(200);
    expect(response.headers.get('location')).to.equal('/v3/webhooks/resend/7891');
    const body = (await response.json()) as { detail: string; resend: object };
    expect(body.detail).to.equal('Webhook resend request created. ID: 7891');
    expect(body.resend).to.include({ id: 7891, retry_of: 7890 });
    const request = rest.service.calls[0]?.request as RetryFailedDeliveriesRequest;
    expect(request).to.deep.include({ id: 7890n, idempotencyKey: 'again-1' });
  });

  for (const action of actions) {
    describe(action, () => {
      it('takes no body, or one that says nothing', async () => {
        for (const init of [
          {},
          withBody(''),
          withBody('', 'text/plain'),
          withBody('{}'),
          withBody(' { } ', 'application/json; charset=utf-8'),
        ]) {
          expect((await post(action, init)).status, JSON.stringify(init)).to.equal(200);
        }
      });

      it('refuses every other body and asks nothing of the service', async () => {
        for (const [init, status, detail] of [
          [withBody('{"force":true}'), 422, 'Validation error: force is not a known field'],
          [withBody('[]'), 422, 'Validation error: the body must be a JSON object'],
          [withBody('{}{}'), 422, 'Validation error: the body is not valid JSON'],
          [withBody('{}', 'text/plain'), 415, 'Content-Type must be application/json'],
          [withBody(' '.repeat(65_537)), 413, 'Request body must not exceed 65536 bytes'],
        ] as const) {
          const response = await post(action, init);
          expect(response.status).to.equal(status);
          expect(await response.json()).to.deep.include({ worked: false, detail });
        }
        expect(rest.service.calls).to.have.length(0);
      });

      it('refuses query parameters', async () => {
        const response = await post(`${action}?in=1`);
        expect(response.status).to.equal(422);
        expect(rest.service.calls).to.have.length(0);
      });

      it('answers 404 to ids that cannot be, like the service to unknown ones', async () => {
        rest.service.behaviour[methods[action]] = () => {
          throw serviceError('resend_not_found');
        };
        for (const id of ['0', '01', 'abc', '9007199254740992', 99]) {
          const response = await post(action, {}, id);
          expect(response.status, String(id)).to.equal(404);
          expect(await response.text()).to.equal(
            '{"worked":false,"detail":"Resend not found","code":"resend_not_found"}',
          );
        }
        expect(rest.service.calls).to.have.length(1);
      });

      it('tells what the state of the resend forbids', async () => {
        for (const [code, detail] of forbidden[action]) {
          rest.service.behaviour[methods[action]] = () => {
            throw serviceError(code);
          };
          const response = await post(action);
          expect(response.status).to.equal(409);
          expect(await response.json()).to.deep.equal({ worked: false, detail, code });
        }
      });

      it('tells when to come back, when there is too much or the service is away', async () => {
        rest.service.behaviour[methods[action]] = () => {
          throw serviceError('too_many_requests', { retryAfterMs: 9_100 });
        };
        const many = await post(action);
        expect([many.status, many.headers.get('retry-after')]).to.deep.equal([429, '10']);
        rest.service.behaviour[methods[action]] = () => {
          throw new ConnectError('stopping', Code.Unavailable);
        };
        expect((await post(action)).status).to.equal(503);
      });

      it('answers 401 without a token, 405 to other methods', async () => {
        const anonymous = await post(action, { headers: { authorization: '' } });
        expect(anonymous.status).to.equal(401);
        const response = await post(action, { method: 'GET' });
        expect(response.status).to.equal(405);
        expect(response.headers.get('allow')).to.equal('OPTIONS, POST');
      });

      it('reads requests by raw HTTP, with a length or in chunks', async () => {
        const head = (extra: string): string =>
          `POST ${RESEND_PATH}/7890/${action} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n` +
          `Authorization: Bearer ${rest.token}\r\n${extra}\r\n`;
        const json = 'Content-Type: application/json\r\n';
        for (const [bytes, status] of [
          [head(''), 200],
          [head('Content-Length: 0\r\n'), 200],
          [`${head(`${json}Content-Length: 2\r\n`)}{}`, 200],
          [`${head(`${json}Transfer-Encoding: chunked\r\n`)}2\r\n{}\r\n0\r\n\r\n`, 200],
          [`${head(`${json}Transfer-Encoding: chunked\r\n`)}0\r\n\r\n`, 200],
          [`${head(`${json}Content-Length: 2\r\n`)}{"`, 422],
        ] as const) {
          const { answers } = await exchange(rest.facade.port, bytes);
          expect(answers.map((answer) => answer.status)).to.deep.equal([status]);
        }
      });
    });
  }

  it('tells the service from where a request came', async () => {
    await post('pause', { headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect(rest.service.calls[0]?.headers.get('caller-address')).to.equal('127.0.0.1');
    const trustedProxies = new BlockList();
    trustedProxies.addSubnet('127.0.0.0', 8);
    const facadeSecret = 'f'.repeat(32);
    await using behind = await startHarness({ settings: { trustedProxies, facadeSecret } });
    behind.service.behaviour.pauseResend = () => ({ resend: resend() });
    await behind.call(`${RESEND_PATH}/1/pause`, {
      method: 'POST',
      headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.7' },
    });
    expect(behind.service.calls[0]?.headers.get('caller-address')).to.equal('203.0.113.7');
    expect(behind.service.calls[0]?.headers.get('facade-secret')).to.equal(facadeSecret);
  });
});
