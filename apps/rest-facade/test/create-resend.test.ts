import type { CreateResendRequest } from '@webhooks/contracts';
import type { ErrorCode } from '@webhooks/domain';
import { expect } from 'chai';

import { type ServiceBehaviour, serviceError } from './fake-service.ts';
import { RESEND_PATH, type RestHarness, startHarness } from './rest-harness.ts';

const OBJECT = { resend_type: 'CASHIN', object_reference_id: 12345 };
const BULK = {
  resend_type: 'CASHIN',
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  start_datetime: '2026-05-01T00:00:00Z',
  end_datetime: '2026-05-12T23:59:59Z',
};

describe('POST /v3/webhooks/resend', () => {
  let rest: RestHarness;
  before(async () => {
    rest = await startHarness();
  });
  after(() => rest[Symbol.asyncDispose]());
  beforeEach(() => {
    rest.service.calls.length = 0;
  });

  const lastRequest = () => rest.service.calls.at(-1)?.request as CreateResendRequest;

  it('answers as the contract says and names the resend', async () => {
    const response = await rest.post(OBJECT);
    const id = response.headers.get('location')?.slice(`${RESEND_PATH}/`.length);
    expect(response.status).to.equal(200);
    expect(id).to.match(/^\d+$/);
    expect(response.headers.get('content-type')).to.equal('application/json; charset=utf-8');
    expect(await response.text()).to.equal(
      `{"worked":true,"detail":"Webhook resend request created. ID: ${id}"}`,
    );
  });

  it('passes object mode on', async () => {
    await rest.post({ resend_type: 'CASHOUT', object_reference_id: 98765 });
    const { selection, idempotencyKey } = lastRequest();
    expect(selection).to.deep.include({ resendType: 2, objectReferenceId: 98765n });
    expect(selection?.sourceAccountNumber).to.equal(undefined);
    expect(selection?.startDatetime).to.equal(undefined);
    expect(idempotencyKey).to.equal('');
  });

  it('passes on how it is carried out, where anything is said of that', async () => {
    await rest.post(OBJECT);
    expect(lastRequest().options).to.equal(undefined);
    const said = { name: 'Lost', reason: 'A deploy', not_before: '2026-05-12T10:00:00.123456Z' };
    await rest.post({ ...OBJECT, ...said });
    const { options } = lastRequest();
    expect(options).to.deep.include({ name: 'Lost', reason: 'A deploy' });
    const nanos = 123_000_000;
    expect(options?.notBefore).to.deep.include({ seconds: 1_778_580_000n, nanos });
  });

  it('passes bulk mode and the optional filters on', async () => {
    await rest.post({ ...BULK, delivery_state: 'FAILED', event_types: ['A'], endpoint_ids: ['e'] });
    const { selection } = lastRequest();
    expect(selection?.objectReferenceId).to.equal(undefined);
    expect(selection).to.deep.include({
      resendType: 1,
      sourceAccountBranchIdentifier: '0001',
      sourceAccountNumber: '123456',
      deliveryState: 2,
      eventTypes: ['A'],
      endpointIds: ['e'],
    });
    expect(selection?.startDatetime?.seconds).to.equal(BigInt(Date.UTC(2026, 4, 1) / 1000));
    expect(selection?.endDatetime?.seconds).to.equal(
      BigInt(Date.UTC(2026, 4, 12, 23, 59, 59) / 1000),
    );
  });

  it('passes the token, the request id and a deadline on', async () => {
    const response = await rest.post(OBJECT, { 'x-request-id': 'order-1.resend' });
    const [call] = rest.service.calls;
    expect(response.headers.get('x-request-id')).to.equal('order-1.resend');
    expect(call?.headers.get('authorization')).to.equal(`Bearer ${rest.token}`);
    expect(call?.headers.get('x-request-id')).to.equal('order-1.resend');
    expect(call?.timeoutMs).to.be.within(1, 2_000);
  });

  it('makes a request id when the given one is not a safe token', async () => {
    for (const given of ['a b', 'x'.repeat(129), '{}', 'a,b']) {
      const response = await rest.post(OBJECT, { 'x-request-id': given });
      expect(response.headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/);
    }
  });

  it('passes an idempotency key on and refuses a bad one', async () => {
    expect((await rest.post(OBJECT, { 'idempotency-key': 'order 1' })).status).to.equal(200);
    expect(lastRequest().idempotencyKey).to.equal('order 1');
    const refused = await rest.post(OBJECT, { 'idempotency-key': 'k'.repeat(256) });
    expect(refused.status).to.equal(422);
    expect(await refused.text()).to.equal(
      '{"worked":false,"detail":"Validation error: Idempotency-Key must be 1 to 255 printable ' +
        'ASCII characters","code":"validation_error","errors":[{"field":"Idempotency-Key",' +
        '"message":"must be 1 to 255 printable ASCII characters","code":"invalid"}]}',
    );
    expect(rest.service.calls).to.have.length(1);
  });

  it('reads a body in UTF-8 with or without a charset, and fields that are null', async () => {
    for (const type of ['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"']) {
      const body = { ...OBJECT, start_datetime: null };
      expect((await rest.post(body, { 'content-type': type })).status).to.equal(200);
    }
  });

  it('answers 422 to query parameters, which could be meant as filters', async () => {
    for (const [path, method] of [
      [`${RESEND_PATH}?event_types=A&event_types=B`, 'POST'],
      [`${RESEND_PATH}/1?event_types=A`, 'GET'],
    ] as const) {
      const response = await rest.call(path, { method });
      expect(response.status).to.equal(422);
      expect(await response.json()).to.deep.equal({
        worked: false,
        detail: 'Validation error: event_types is not a known parameter',
        code: 'validation_error',
        errors: [
          { field: 'event_types', message: 'is not a known parameter', code: 'unknown_field' },
        ],
      });
    }
    expect(rest.service.calls).to.have.length(0);
  });

  const malformed: [string, string, string][] = [
    ['malformed JSON', '{"resend_type":', 'the body is not valid JSON'],
    ['an empty body', '', 'the body is empty; it must be a JSON object'],
    ['an array', '[]', 'the body must be a JSON object'],
    [
      'a missing type',
      '{"object_reference_id":1}',
      'resend_type is required and must be CASHIN or CASHOUT',
    ],
    [
      'a fraction',
      '{"resend_type":"CASHIN","object_reference_id":12345.0}',
      'object_reference_id must be an integer, written without a fraction or an exponent',
    ],
    [
      'an unknown field',
      '{"resend_type":"CASHIN","object_reference_id":1,"object_ids":[1]}',
      'object_ids is not a known field',
    ],
    [
      'a field given twice',
      '{"resend_type":"CASHIN","object_reference_id":1,"object_reference_id":2}',
      'object_reference_id is given more than once',
    ],
    [
      'a range without an account',
      '{"resend_type":"CASHIN","object_reference_id":1,"start_datetime":"2026-05-01T00:00:00Z",' +
        '"end_datetime":"2026-05-01T00:00:00Z","source_account_number":"1"}',
      'source_account_branch_identifier is required when start_datetime or end_datetime is given',
    ],
  ];
  for (const [name, body, message] of malformed) {
    it(`answers 422 to ${name} and asks nothing of the service`, async () => {
      const response = await rest.post(body);
      const { errors, ...answer } = (await response.json()) as { errors: { field: string }[] };
      expect(response.status).to.equal(422);
      expect(answer).to.deep.equal({
        worked: false,
        detail: `Validation error: ${message}`,
        code: 'validation_error',
      });
      expect(errors).to.have.length(1);
      expect(rest.service.calls).to.have.length(0);
    });
  }

  const refusals: Record<Exclude<ErrorCode, 'validation_error'>, [number, string]> = {
    qr_code_not_found: [400, 'QR Code not found'],
    transaction_not_found: [400, 'Transaction not found'],
    account_not_found: [400, 'Account not found'],
    token_not_valid: [401, 'Unauthorized'],
    permission_denied: [403, 'Permission denied'],
    resend_not_found: [404, 'Resend not found'],
    endpoint_not_found: [404, 'Endpoint not found'],
    identity_not_found: [404, 'Client identity not found'],
    event_not_found: [404, 'Event not found'],
    events_not_found: [400, 'Event not found'],
    list_too_long: [413, 'said by the service'],
    delivery_not_found: [404, 'Delivery not found'],
    resend_settled: [409, 'Resend is settled'],
    resend_not_settled: [409, 'Resend is not settled yet'],
    resend_cancelling: [409, 'Resend is being cancelled'],
    deliveries_pruned: [409, 'Deliveries of this resend are no longer kept'],
    too_many_endpoints: [409, 'said by the service'],
    too_many_requests: [429, 'said by the service'],
    service_unavailable: [503, 'Service unavailable'],
    outcome_unknown: [
      504,
      'No answer came in time; it may still have happened. Look before you ask again.',
    ],
  };
  describe('when the service refuses', () => {
    let original: ServiceBehaviour['createResend'];
    before(() => {
      original = rest.service.behaviour.createResend;
    });
    afterEach(() => {
      rest.service.behaviour.createResend = original;
    });

    for (const [code, [status, detail]] of Object.entries(refusals)) {
      it(`answers ${status} to ${code}`, async () => {
        rest.service.behaviour.createResend = () => {
          throw serviceError(code as ErrorCode);
        };
        const response = await rest.callUnchecked(RESEND_PATH, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(OBJECT),
        });
        const { headers } = response;
        expect(response.status).to.equal(status);
        expect(await response.text()).to.equal(
          `{"worked":false,"detail":"${detail}","code":"${code}"}`,
        );
        expect(headers.get('www-authenticate')).to.equal(status === 401 ? 'Bearer' : null);
        expect(headers.get('retry-after')).to.equal([429, 503].includes(status) ? '1' : null);
        expect(headers.get('location')).to.equal(null);
      });
    }

    it('passes on what the service finds wrong, by the names of the v3 contract', async () => {
      rest.service.behaviour.createResend = () => {
        const message = 'was used for another request';
        throw serviceError('validation_error', {
          violations: [{ field: 'idempotency_key', message }],
        });
      };
      const response = await rest.post(OBJECT);
      expect(response.status).to.equal(422);
      expect(await response.text()).to.equal(
        '{"worked":false,"detail":"Validation error: Idempotency-Key was used for another request"' +
          ',"code":"validation_error","errors":[{"field":"Idempotency-Key",' +
          '"message":"was used for another request","code":"invalid"}]}',
      );
    });

    it('passes on what is wrong with which entry, for programs', async () => {
      const violation = {
        field: 'endpoint_ids',
        message: 'ep_x is not an endpoint of the account',
        code: 'unknown_endpoint',
        entry: 'ep_x',
      } as const;
      rest.service.behaviour.createResend = () => {
        throw serviceError('validation_error', { violations: [violation] });
      };
      const response = await rest.post(OBJECT);
      expect(await response.json()).to.deep.include({ errors: [violation] });
    });

    it('passes on how long the service wants to be left alone, in whole seconds', async () => {
      rest.service.behaviour.createResend = () => {
        throw serviceError('too_many_requests', { retryAfterMs: 2_500 });
      };
      const response = await rest.post(OBJECT);
      expect(response.headers.get('retry-after')).to.equal('3');
    });
  });
});
