import { createHmac } from 'node:crypto';

import { fieldCodes } from '@webhooks/domain';
import { expect } from 'chai';

import {
  type Answer,
  RESEND_PATH,
  type RestApi,
  serviceToken,
  startSystem,
  type System,
  userToken,
} from '@webhooks/proof-kit';

import { bulk, qrCode, transaction } from './support/documented.ts';

const HOUR_S = 3_600;

describe('A request is refused', function () {
  this.timeout(30_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let api: RestApi;

  before(async () => {
    system = started.use(await startSystem());
    await system.importSample();
    ({ api } = system);
  });

  after(() => started.disposeAsync());

  afterEach('leaves nothing behind', async () => {
    expect((await api.page()).results).to.deep.equal([]);
  });

  describe('with 401', () => {
    const nowS = Math.floor(Date.now() / 1000);
    const claims = { token_type: 'access', user_id: 246, iat: nowS, exp: nowS + HOUR_S, jti: 'a' };
    const authorizations: Record<string, string> = {
      'an empty header': '',
      'another scheme': `Basic ${userToken(246)}`,
      'a text that is no token': 'Bearer token',
      'an expired token': `Bearer ${userToken(246, { exp: nowS - HOUR_S })}`,
      'a token without expiry': `Bearer ${userToken(246, { exp: undefined })}`,
      'a refresh token': `Bearer ${userToken(246, { token_type: 'refresh' })}`,
      'the token of a service': `Bearer ${serviceToken('resend:act-as-user')}`,
      'a token without a user': `Bearer ${userToken(246, { user_id: null })}`,
      'a token of another key': `Bearer ${userToken(246).slice(0, -4)}AAAA`,
      'an unsigned token': `Bearer ${unsigned(claims)}`,
    };
    for (const [what, authorization] of Object.entries(authorizations)) {
      it(`for ${what}`, async () => expectUnauthorized(await api.post(qrCode, { authorization })));
    }

    it('for no token at all', async () => {
      const url = `http://127.0.0.1:${system.settings['REST_PORT']}${RESEND_PATH}`;
      const response = await fetch(url);
      const { status, headers } = response;
      expectUnauthorized({ status, headers, text: await response.text() });
    });

    it('on every route', async () => {
      for (const path of [RESEND_PATH, `${RESEND_PATH}/1`]) {
        expectUnauthorized(await api.request(path, { headers: { authorization: 'Bearer x' } }));
      }
    });

    it('before anything is said about the request', async () => {
      const headers = { authorization: 'Bearer x', 'content-type': 'text/plain' };
      expectUnauthorized(await api.post('{', headers));
    });
  });

  describe('with 422', () => {
    const { start_datetime, end_datetime, ...account } = bulk;
    const { source_account_number, ...branch } = account;
    const unlessBulk =
      'is required unless source_account_branch_identifier, source_account_number, start_datetime and end_datetime are all given';
    const withDatetimes = 'is required when start_datetime or end_datetime is given';
    const datetime =
      'must be an existing ISO 8601 date and time from 1970 to 2199, such as 2026-05-01T00:00:00Z: ' +
      'YYYY-MM-DDThh:mm[:ss[.ffffff]] or YYYYMMDDThhmm[ss[.ffffff]], then Z, an offset ' +
      '(-03:00, -0300, -03) or nothing for UTC';
    const id = 'must be an integer from 1 to 9007199254740991';
    const cases: [body: unknown, errors: Record<string, string>][] = [
      [
        {},
        {
          resend_type: 'is required and must be CASHIN or CASHOUT',
          object_reference_id: unlessBulk,
        },
      ],
      [{ resend_type: 'CASHIN' }, { object_reference_id: unlessBulk }],
      [{ resend_type: 'CASHOUT' }, { object_reference_id: unlessBulk }],
      [{ ...qrCode, resend_type: 'cashin' }, { resend_type: 'must be CASHIN or CASHOUT' }],
      [{ ...qrCode, object_reference_id: 0 }, { object_reference_id: id }],
      [{ ...qrCode, object_reference_id: '12345' }, { object_reference_id: id }],
      [{ ...qrCode, surplus: 1 }, { surplus: 'is not a known field' }],
      [account, { object_reference_id: unlessBulk }],
      [
        { ...branch, ...qrCode },
        { source_account_number: 'is required when source_account_branch_identifier is given' },
      ],
      [{ ...account, start_datetime }, { end_datetime: withDatetimes }],
      [
        { ...qrCode, start_datetime, end_datetime },
        { source_account_branch_identifier: withDatetimes, source_account_number: withDatetimes },
      ],
      [{ ...bulk, start_datetime: '2026-02-30T00:00:00Z' }, { start_datetime: datetime }],
      [{ ...bulk, end_datetime: '12/05/2026' }, { end_datetime: datetime }],
      [{ ...bulk, end_datetime: '2026-05-12' }, { end_datetime: datetime }],
      [
        { ...bulk, start_datetime: end_datetime, end_datetime: start_datetime },
        { start_datetime: 'must not be after end_datetime' },
      ],
      [
        { ...bulk, source_account_number: '' },
        { source_account_number: 'must be a string of 1 to 32 printable characters' },
      ],
      [
        '{"resend_type":"CASHIN","object_reference_id":1,"object_reference_id":12345}',
        { object_reference_id: 'is given more than once' },
      ],
      [
        '{"resend_type":"CASHIN","object_reference_id":12345.0}',
        { object_reference_id: 'must be an integer, written without a fraction or an exponent' },
      ],
      ['{"resend_type":"CASHIN",', { '': 'the body is not valid JSON' }],
      ['', { '': 'the body is empty; it must be a JSON object' }],
      ['[]', { '': 'the body must be a JSON object' }],
    ];
    for (const [body, errors] of cases) {
      it(`for ${typeof body === 'string' ? body || 'no body' : JSON.stringify(body)}`, async () => {
        expectInvalid(await api.post(body), errors);
      });
    }

    it('before access is looked at', async () => {
      const answer = await api.post({ ...qrCode, object_reference_id: 50001, surplus: 1 });
      expectInvalid(answer, { surplus: 'is not a known field' });
    });

    it('for an Idempotency-Key that is too long', async () => {
      expectInvalid(await api.post(qrCode, { 'idempotency-key': 'k'.repeat(256) }), {
        'Idempotency-Key': 'must be 1 to 255 printable ASCII characters',
      });
    });

    const queries: Record<string, Record<string, string>> = {
      'limit=0': { limit: 'must be an integer from 1 to 100' },
      'limit=101': { limit: 'must be an integer from 1 to 100' },
      'status=DONE': { status: 'must be PENDING, PROCESSING, COMPLETED or FAILED' },
      'object_reference_id=x': { object_reference_id: id },
      'account_mirror_id=-1': { account_mirror_id: id },
      'cursor_id=5': { cursor_datetime: 'is required when cursor_id is given' },
      'cursor_datetime=2026-05-12T10:30:00.123Z': {
        cursor_id: 'is required when cursor_datetime is given',
      },
      'cursor_direction=UP': { cursor_direction: 'must be NEXT or PREVIOUS' },
      'limit=1&limit=2': { limit: 'is given more than once' },
      'offset=10': { offset: 'is not a known parameter' },
    };
    for (const [query, errors] of Object.entries(queries)) {
      it(`for a list with ${query}`, async () => {
        expectInvalid(await api.request(`${RESEND_PATH}?${query}`), errors);
      });
    }
  });

  describe('with 400, whether something is unknown or foreign', () => {
    const account = { ...bulk, start_datetime: undefined, end_datetime: undefined };
    const cases: Record<string, [detail: string, code: string, bodies: object[]]> = {
      'a QR Code': [
        'QR Code not found',
        'qr_code_not_found',
        [
          { ...qrCode, object_reference_id: 99999 },
          { ...qrCode, object_reference_id: 50001 },
          { ...qrCode, object_reference_id: 98765 },
          { ...account, source_account_number: '7003093', object_reference_id: 12345 },
        ],
      ],
      'a Transaction': [
        'Transaction not found',
        'transaction_not_found',
        [
          { ...transaction, object_reference_id: 99999 },
          { ...transaction, object_reference_id: 12345 },
          { ...account, ...transaction },
        ],
      ],
      'an account': [
        'Account not found',
        'account_not_found',
        [
          { ...bulk, source_account_number: '000000' },
          { ...bulk, source_account_branch_identifier: '1' },
          { ...bulk, source_account_number: '999999' },
          { ...bulk, source_account_branch_identifier: '0435', source_account_number: '000123' },
        ],
      ],
    };
    for (const [what, [detail, code, bodies]] of Object.entries(cases)) {
      it(what, async () => {
        const answers = await Promise.all(bodies.map((body) => api.post(body)));
        for (const answer of answers) {
          expect(answer.status).to.equal(400);
          expect(answer.text).to.equal(JSON.stringify({ worked: false, detail, code }));
          expect(headerNames(answer)).to.deep.equal(headerNames(answers[0]));
        }
      });
    }
  });

  it('with 404 for a log that is unknown, foreign or has no number', async () => {
    const account = {
      source_account_branch_identifier: '0435',
      source_account_number: '000123',
    };
    const foreign = await api.withToken(userToken(300)).accept({ ...bulk, ...account });
    for (const id of ['999999', `${foreign}`, '0', 'x', '1.0']) {
      const { status, text } = await api.request(`${RESEND_PATH}/${id}`);
      expect(status, id).to.equal(404);
      expect(text).to.equal(
        '{"worked":false,"detail":"Resend not found","code":"resend_not_found"}',
      );
    }
  });

  it('with 404 for an unknown route', async () => {
    for (const path of ['/', '/v3', '/v3/webhooks', `${RESEND_PATH}/`, '/v2/webhooks/resend']) {
      const { status, text } = await api.request(path);
      expect(status, path).to.equal(404);
      expect(text).to.equal('{"worked":false,"detail":"Not found","code":"not_found"}');
    }
  });

  it('with 405 and what is allowed for another method', async () => {
    const allowed = { [RESEND_PATH]: ['GET', 'POST'], [`${RESEND_PATH}/1`]: ['GET'] };
    for (const [path, methods] of Object.entries(allowed)) {
      const { status, headers, text } = await api.request(path, { method: 'DELETE' });
      expect(status).to.equal(405);
      expect(headers.get('allow')?.split(', ')).to.include.members(methods).and.not.include('PUT');
      expect(JSON.parse(text)).to.include({ worked: false, code: 'method_not_allowed' });
    }
  });

  it('with 413 for a body over 64 KiB', async () => {
    const { status, text } = await api.post(JSON.stringify(qrCode).padEnd(64 * 1024 + 1));
    expect(status).to.equal(413);
    expect(JSON.parse(text)).to.include({ worked: false, code: 'body_too_large' });
  });

  it('with 415 for anything but JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx']) {
      const { status, text } = await api.post(qrCode, { 'content-type': type });
      expect(status, type).to.equal(415);
      expect(JSON.parse(text)).to.include({ worked: false, code: 'unsupported_media_type' });
    }
  });
});

function expectUnauthorized({ status, headers, text }: Answer): void {
  expect(status).to.equal(401);
  expect(text).to.equal('{"worked":false,"detail":"Unauthorized","code":"token_not_valid"}');
  expect(headers.get('www-authenticate')).to.equal('Bearer');
  expect(headers.get('x-request-id')).to.not.equal(null);
}

function expectInvalid({ status, text }: Answer, errors: Record<string, string>): void {
  const list = Object.entries(errors).map(([field, message]) => ({ field, message }));
  const reported = list.map(({ field, message }) => `${field} ${message}`.trim()).join('; ');
  expect(status).to.equal(422);
  const answer = JSON.parse(text) as { errors: { code: string }[] };
  for (const { code } of answer.errors) expect(fieldCodes).to.include(code);
  const said = answer.errors.map(({ code: _, ...rest }) => rest);
  expect({ ...answer, errors: said }).to.deep.equal({
    worked: false,
    detail: `Validation error: ${reported}`,
    code: 'validation_error',
    errors: list,
  });
}

function headerNames(answer: Answer | undefined): string[] {
  return [...(answer?.headers.keys() ?? [])];
}

/** A token whose header says that it needs no signature, signed all the same. */
function unsigned(claims: object): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', '').update(signed).digest('base64url')}`;
}
