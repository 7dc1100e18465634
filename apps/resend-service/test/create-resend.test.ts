import { expect } from 'chai';

import { loadSampleRecords } from '@webhooks/testing';

import type { Json } from './support/grpc-client.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { serviceToken, userToken } from './support/settings.ts';

const bulk = {
  resend_type: 'RESEND_TYPE_CASHIN',
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  start_datetime: { seconds: Date.UTC(2026, 4, 1) / 1000, nanos: 0 },
  end_datetime: { seconds: Date.UTC(2026, 4, 12, 23, 59, 59) / 1000, nanos: 0 },
};
const qrCode = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };
const transaction = { resend_type: 'RESEND_TYPE_CASHOUT', object_reference_id: 98765 };

function inSeconds(seconds: number): Json {
  return { seconds: Math.floor(Date.now() / 1000) + seconds, nanos: 0 };
}

describe('CreateResend', () => {
  let service: TestService;

  before(async () => {
    service = await startService();
    await importRecords(service.app.rpcPort, loadSampleRecords());
  });

  after(() => service[Symbol.asyncDispose]());

  const create = (selection: Json, options: Json = {}): Promise<Json> =>
    service.resends.unary('CreateResend', { selection, ...options });

  it('accepts a QR Code', async () => {
    const { resend, already_accepted: repeated } = await create(qrCode);
    expect(repeated).to.equal(false);
    expect(resend).to.deep.include({
      user_id: 246,
      account_id: 17,
      status: 'RESEND_STATUS_PENDING',
      control: 'RESEND_CONTROL_UNSPECIFIED',
      total: 0,
      pending: 0,
      detail: '',
      finished_at: null,
    });
    expect(resend.id).to.be.greaterThan(0);
    expect(resend.selection).to.deep.include(qrCode);
    expect(resend.selection).to.not.have.property('source_account_number');
    expect(Math.abs(resend.created_at.seconds * 1000 - Date.now())).to.be.lessThan(5_000);
  });

  it('shows how it is carried out', async () => {
    const options = { name: 'Lost', reason: 'A deploy', not_before: inSeconds(3_600) };
    const { resend } = await create(qrCode, { options });
    expect(resend.options).to.deep.include(options);
    expect(resend.status).to.equal('RESEND_STATUS_PENDING');
  });

  it('refuses to be put off for more than 30 days, also in a preview', async () => {
    const request = { selection: qrCode, options: { not_before: inSeconds(30 * 86_400 + 60) } };
    for (const method of ['CreateResend', 'PreviewResend'] as const) {
      const refusal = await service.resends.refusal(method, request);
      expect(refusal.status).to.equal('INVALID_ARGUMENT');
      expect(refusal.message).to.match(/not_before must be at most 30 days ahead/);
    }
  });

  it('accepts a Transaction', async () => {
    expect((await create(transaction))['resend']).to.include({ account_id: 18 });
  });

  it('accepts an account and a range, to the microsecond', async () => {
    const end = { seconds: bulk.end_datetime.seconds, nanos: 123_456_789 };
    const { resend } = await create({ ...bulk, end_datetime: end });
    expect(resend.account_id).to.equal(17);
    expect(resend.selection).to.deep.include({
      start_datetime: bulk.start_datetime,
      end_datetime: { ...end, nanos: 123_456_000 },
    });
  });

  it('accepts an object together with its account and a range', async () => {
    const { resend } = await create({ ...bulk, object_reference_id: 12345 });
    expect(resend.selection.object_reference_id).to.equal(12345);
  });

  it('accepts an object that has no events', async () => {
    await create({ ...qrCode, object_reference_id: 40001 });
  });

  it('gives ascending ids', async () => {
    const first = await create(qrCode);
    const second = await create(qrCode);
    expect(second['resend'].id).to.be.greaterThan(first['resend'].id);
  });

  it('accepts for the user that a service acts for', async () => {
    const token = serviceToken('resend:act-as-user');
    const headers = { 'acting-user-id': '300' };
    const request = { selection: transaction };
    const { resend } = await service.resends.unary('CreateResend', request, { token, headers });
    expect(resend.user_id).to.equal(300);
  });

  describe('tells unknown and forbidden alike', () => {
    const cases: Record<string, [selection: Json, reason: string, message: string]> = {
      'an unknown QR Code': [
        { ...qrCode, object_reference_id: 999 },
        'QR_CODE_NOT_FOUND',
        'QR Code not found',
      ],
      'a QR Code of an account without access': [
        { ...qrCode, object_reference_id: 50001 },
        'QR_CODE_NOT_FOUND',
        'QR Code not found',
      ],
      'a QR Code with the number of a Transaction': [
        { ...qrCode, object_reference_id: 98765 },
        'QR_CODE_NOT_FOUND',
        'QR Code not found',
      ],
      'an unknown Transaction': [
        { ...transaction, object_reference_id: 999 },
        'TRANSACTION_NOT_FOUND',
        'Transaction not found',
      ],
      "a Transaction of somebody else's account": [
        { ...transaction, object_reference_id: 12345 },
        'TRANSACTION_NOT_FOUND',
        'Transaction not found',
      ],
      'a QR Code with another account of the user': [
        { ...bulk, object_reference_id: 12345, source_account_number: '7003093' },
        'QR_CODE_NOT_FOUND',
        'QR Code not found',
      ],
      'a QR Code with an unknown account': [
        { ...bulk, object_reference_id: 12345, source_account_number: '1' },
        'QR_CODE_NOT_FOUND',
        'QR Code not found',
      ],
      'an unknown account': [
        { ...bulk, source_account_number: '1' },
        'ACCOUNT_NOT_FOUND',
        'Account not found',
      ],
      'an account number without its zeros': [
        { ...bulk, source_account_branch_identifier: '1' },
        'ACCOUNT_NOT_FOUND',
        'Account not found',
      ],
      'an account without users': [
        { ...bulk, source_account_number: '999999' },
        'ACCOUNT_NOT_FOUND',
        'Account not found',
      ],
    };
    for (const [title, [selection, reason, message]] of Object.entries(cases)) {
      it(title, async () => {
        expect(await service.resends.refusal('CreateResend', { selection })).to.deep.equal({
          status: 'NOT_FOUND',
          message,
          details: { 'google.rpc.ErrorInfo': { reason, domain: 'webhooks.resend' } },
        });
      });
    }
  });

  describe('names every field that is wrong', () => {
    const time = (seconds: number, nanos = 0) => ({ seconds, nanos });
    const cases: Record<string, [selection: Json | null, fields: string[]]> = {
      'no selection': [null, ['selection']],
      'no type': [{ object_reference_id: 1 }, ['resend_type']],
      'an unknown type': [{ ...qrCode, resend_type: 7 }, ['resend_type']],
      'nothing but a type': [{ resend_type: 'RESEND_TYPE_CASHIN' }, ['object_reference_id']],
      'object 0': [{ ...qrCode, object_reference_id: 0 }, ['object_reference_id']],
      'a negative object': [{ ...qrCode, object_reference_id: -1 }, ['object_reference_id']],
      'an object beyond 2^53': [
        { ...qrCode, object_reference_id: '9007199254740993' },
        ['object_reference_id'],
      ],
      'a branch alone': [
        { ...qrCode, source_account_branch_identifier: '0001' },
        ['source_account_number'],
      ],
      'a start alone': [
        { ...qrCode, start_datetime: time(1) },
        ['source_account_branch_identifier', 'source_account_number', 'end_datetime'],
      ],
      'an empty number': [{ ...bulk, source_account_number: '' }, ['source_account_number']],
      'a reversed range': [
        { ...bulk, start_datetime: bulk.end_datetime, end_datetime: bulk.start_datetime },
        ['start_datetime'],
      ],
      'a year beyond sense': [{ ...bulk, end_datetime: time(253_402_300_799) }, ['end_datetime']],
      'a time before 1970': [{ ...bulk, start_datetime: time(-1) }, ['start_datetime']],
      'nanoseconds beyond a second': [
        { ...bulk, end_datetime: time(1, 1_000_000_000) },
        ['end_datetime'],
      ],
      'an unknown filter': [{ ...qrCode, delivery_state: 9 }, ['delivery_state']],
      'a bad event type': [{ ...qrCode, event_types: ['a b'] }, ['event_types']],
      'an endpoint that the account does not have': [
        { ...qrCode, endpoint_ids: ['ep_other'] },
        ['endpoint_ids'],
      ],
    };
    for (const [title, [selection, fields]] of Object.entries(cases)) {
      it(title, async () => {
        const refusal = await service.resends.refusal('CreateResend', { selection });
        expect(refusal.status).to.equal('INVALID_ARGUMENT');
        expect(refusal.message).to.match(/^Validation error: /);
        expect(refusal.details['google.rpc.ErrorInfo']).to.include({ reason: 'VALIDATION_ERROR' });
        const bad = refusal.details['google.rpc.BadRequest'] as Json;
        expect(bad['field_violations'] ?? bad['fieldViolations']).to.be.an('array');
        const named = (bad['fieldViolations'] as Json[]).map(({ field }) => field);
        expect(named).to.have.members(fields);
      });
    }

    it('an idempotency key that cannot be one', async () => {
      for (const key of ['é', 'a\nb', 'x'.repeat(256)]) {
        const request = { selection: qrCode, idempotency_key: key };
        const refusal = await service.resends.refusal('CreateResend', request);
        expect(refusal.message).to.match(/idempotency_key/);
      }
    });
  });

  describe('with an idempotency key', () => {
    it('answers a repetition with the same resend', async () => {
      const first = await create(bulk, { idempotency_key: 'k1' });
      const second = await create(bulk, { idempotency_key: 'k1' });
      expect(second['resend'].id).to.equal(first['resend'].id);
      expect([first['already_accepted'], second['already_accepted']]).to.deep.equal([false, true]);
    });

    it('takes lists in another order for the same selection', async () => {
      const types = ['PIX_CASHIN_RECEIVED', 'QR_CODE_COPY_AND_PASTE_PAID'];
      const first = await create({ ...bulk, event_types: types }, { idempotency_key: 'k2' });
      types.reverse();
      const second = await create({ ...bulk, event_types: types }, { idempotency_key: 'k2' });
      expect(second['resend'].id).to.equal(first['resend'].id);
    });

    it('refuses the key with another selection, and with other options', async () => {
      await create(qrCode, { idempotency_key: 'k3' });
      const request = { selection: transaction, idempotency_key: 'k3' };
      const named = { ...request, selection: qrCode, options: { name: 'Again' } };
      for (const other of [request, named]) {
        const refusal = await service.resends.refusal('CreateResend', other);
        expect(refusal.status).to.equal('INVALID_ARGUMENT');
        expect(refusal.message).to.match(/idempotency_key was used before/);
      }
    });

    it('keeps the keys of users apart', async () => {
      const first = await create(transaction, { idempotency_key: 'k4' });
      const request = { selection: transaction, idempotency_key: 'k4' };
      const token = userToken(300);
      const { resend } = await service.resends.unary('CreateResend', request, { token });
      expect(resend.id).to.not.equal(first['resend'].id);
    });

    it('accepts one of fifty that race', async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => create(qrCode, { idempotency_key: 'race' })),
      );
      expect(new Set(answers.map(({ resend }) => resend.id)).size).to.equal(1);
      expect(answers.filter((answer) => answer['already_accepted'] === false)).to.have.length(1);
    });

    it('accepts one of two selections that race', async () => {
      const outcomes = await Promise.allSettled(
        [qrCode, transaction].map((selection) => create(selection, { idempotency_key: 'race2' })),
      );
      expect(outcomes.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
    });
  });

  it('makes two hundred at once durable, each with an id of its own', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => create(qrCode)));
    const ids = answers.map(({ resend }) => resend.id as number);
    expect(new Set(ids).size).to.equal(200);
    for (const id of ids) await service.resends.unary('GetResend', { id });
  });
});
