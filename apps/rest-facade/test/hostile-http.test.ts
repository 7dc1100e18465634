import { connect } from 'node:net';

import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { exchange, type RawOptions } from './raw-client.ts';
import { RESEND_PATH, type RestHarness, startHarness } from './rest-harness.ts';

const BODY = '{"resend_type":"CASHIN","object_reference_id":1}';
const HOST = 'Host: x\r\n';
const JSON_TYPE = 'Content-Type: application/json\r\n';
const CHUNKED = 'Transfer-Encoding: chunked\r\n';

const error = (detail: string, code: string): string =>
  JSON.stringify({ worked: false, detail, code });
const BAD_REQUEST = error('Bad request', 'bad_request');
const NOT_FOUND = error('Not found', 'not_found');
const TOO_LARGE = error('Request body must not exceed 65536 bytes', 'body_too_large').replace(
  /}$/,
  ',"limit":{"name":"body_bytes","value":65536}}',
);
const WRONG_TYPE = error('Content-Type must be application/json', 'unsupported_media_type');
const WRONG_CODING = error('Content-Encoding is not supported', 'unsupported_media_type');
const TIMEOUT = error('Request timeout', 'request_timeout');
const HEADERS_TOO_LARGE = error('Request headers are too large', 'headers_too_large');
const NOT_ALLOWED = error('Method not allowed', 'method_not_allowed');

describe('hostile HTTP', () => {
  let rest: RestHarness;
  let post: string;
  before(async () => {
    rest = await startHarness();
    post = `POST ${RESEND_PATH} HTTP/1.1\r\n${HOST}Authorization: Bearer ${rest.token}\r\n`;
  });
  after(() => rest[Symbol.asyncDispose]());

  const sized = (body: string): string =>
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

  /** The facade is still well when a correct request is answered afterwards. */
  async function refusal(bytes: string | Buffer, options?: RawOptions) {
    rest.service.calls.length = 0;
    const { answers } = await exchange(rest.facade.port, bytes, options);
    expect(answers).to.have.length(1);
    const [answer] = answers;
    expect(answer?.headers['x-request-id'], 'request id').to.match(/^[0-9a-f-]{36}$/);
    expect(answer?.headers['content-type']).to.equal('application/json; charset=utf-8');
    expect(answer?.headers['cache-control']).to.equal('no-store');
    expect(answer?.headers['x-content-type-options']).to.equal('nosniff');
    expect(rest.service.calls, 'calls of the service').to.have.length(0);
    expect((await rest.post(BODY)).status).to.equal(200);
    return { status: answer?.status, body: answer?.body };
  }

  const badRequests: Record<string, string | (() => string)> = {
    'a TLS handshake': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n',
    'an HTTP/2 preface': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'HTTP/0.9': 'GET /\r\n\r\n',
    'an unknown version': `GET / HTTP/9.9\r\n${HOST}\r\n`,
    'no host': 'GET / HTTP/1.1\r\n\r\n',
    'two hosts': `GET / HTTP/1.1\r\n${HOST}${HOST}\r\n`,
    'a target that is no URL': `GET http://[ HTTP/1.1\r\n${HOST}\r\n`,
    'a folded header': `GET / HTTP/1.1\r\n${HOST}X: a\r\n b\r\n\r\n`,
    'a blank before the colon': `GET / HTTP/1.1\r\n${HOST}X : a\r\n\r\n`,
    'a NUL in a header': `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`,
    'both kinds of length': () => `${post}${JSON_TYPE}${CHUNKED}Content-Length: 5\r\n\r\n0\r\n\r\n`,
    'two lengths': () => `${post}${JSON_TYPE}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}   `,
    'a negative length': () => `${post}${JSON_TYPE}Content-Length: -5\r\n\r\n`,
    'an unknown transfer coding': () => `${post}${JSON_TYPE}Transfer-Encoding: x\r\n\r\n0\r\n\r\n`,
    'a second transfer coding': () =>
      `${post}${JSON_TYPE}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    'a chunk without a size': () => `${post}${JSON_TYPE}${CHUNKED}\r\nZZ\r\n\r\n`,
  };
  for (const [name, bytes] of Object.entries(badRequests)) {
    it(`answers 400 to ${name}`, async () => {
      const text = typeof bytes === 'string' ? bytes : bytes();
      expect(await refusal(text)).to.deep.equal({ status: 400, body: BAD_REQUEST });
    });
  }

  it('answers 404 to unknown paths, without asking who it is', async () => {
    for (const path of ['/', '/v3/webhooks', `${RESEND_PATH}/`, `${RESEND_PATH}/1/x`, '//', '/%']) {
      const answer = await refusal(`GET ${path} HTTP/1.1\r\n${HOST}\r\n`);
      expect(answer, path).to.deep.equal({ status: 404, body: NOT_FOUND });
    }
    const shouted = await refusal(`GET ${RESEND_PATH.toUpperCase()} HTTP/1.1\r\n${HOST}\r\n`);
    expect(shouted.status).to.equal(404);
  });

  it('answers 405 with the methods that are allowed, and OPTIONS with the same', async () => {
    const paths = {
      [RESEND_PATH]: 'GET, HEAD, OPTIONS, POST',
      [`${RESEND_PATH}/1`]: 'GET, HEAD, OPTIONS, PATCH',
      [`${RESEND_PATH}/preview`]: 'OPTIONS, POST',
      '/v3/webhooks/endpoints': 'GET, HEAD, OPTIONS, POST',
      '/v3/webhooks/endpoints/preview': 'DELETE, GET, HEAD, OPTIONS, PATCH',
      '/openapi.json': 'GET, HEAD, OPTIONS',
    };
    const methods = ['DELETE', 'GET', 'POST', 'PUT', 'PATCH', 'PROPFIND', 'TRACE'];
    for (const [path, allow] of Object.entries(paths)) {
      for (const method of methods.filter((name) => !allow.split(', ').includes(name))) {
        const request = `${method} ${path} HTTP/1.1\r\n${HOST}\r\n`;
        const { answers } = await exchange(rest.facade.port, request);
        expect(answers[0], method).to.include({ status: 405, body: NOT_ALLOWED });
        expect(answers[0]?.headers['allow']).to.equal(allow);
      }
      const { answers } = await exchange(
        rest.facade.port,
        `OPTIONS ${path} HTTP/1.1\r\n${HOST}\r\n`,
      );
      expect(answers[0]).to.include({ status: 204, body: '' });
      expect(answers[0]?.headers['allow']).to.equal(allow);
      expect(answers[0]?.headers['x-request-id']).to.match(/^[0-9a-f-]{36}$/);
    }
  });

  it('answers 415 to whatever is not declared as plain JSON', async () => {
    const types = [
      '',
      'Content-Type: \r\n',
      'Content-Type: text/plain\r\n',
      'Content-Type: application/x-www-form-urlencoded\r\n',
      'Content-Type: multipart/form-data; boundary=x\r\n',
      'Content-Type: application/json-patch+json\r\n',
      'Content-Type: application/json; charset=utf-16\r\n',
      'Content-Type: application/json, text/plain\r\n',
      `${JSON_TYPE}Content-Type: text/plain\r\n`,
    ];
    for (const type of types) {
      const answer = await refusal(`${post}${type}${sized(BODY)}`);
      expect(answer, type).to.deep.equal({ status: 415, body: WRONG_TYPE });
    }
  });

  it('answers 415 to compressed bodies and does not unpack them', async () => {
    for (const coding of ['gzip', 'deflate', 'br', 'zstd', 'identity, gzip', 'x']) {
      const request = `${post}${JSON_TYPE}Content-Encoding: ${coding}\r\n${sized(BODY)}`;
      expect(await refusal(request), coding).to.deep.equal({ status: 415, body: WRONG_CODING });
    }
    const identity = `${post}${JSON_TYPE}Content-Encoding: identity\r\n${sized(BODY)}`;
    expect((await exchange(rest.facade.port, identity)).answers[0]?.status).to.equal(200);
  });

  it('takes a body of exactly 64 KiB and answers 413 to one byte more', async () => {
    const fits = `${post}${JSON_TYPE}${sized(BODY.padEnd(65_536))}`;
    expect((await exchange(rest.facade.port, fits)).answers[0]?.status).to.equal(200);
    rest.service.calls.length = 0;
    const tooLarge = { status: 413, body: TOO_LARGE };
    const declared = `${post}${JSON_TYPE}${sized(BODY.padEnd(65_537))}`;
    expect(await refusal(declared)).to.deep.equal(tooLarge);
    const chunked = `${post}${JSON_TYPE}${CHUNKED}\r\n10001\r\n${BODY.padEnd(65_537)}\r\n0\r\n\r\n`;
    expect(await refusal(chunked)).to.deep.equal(tooLarge);
  });

  it('goes on with the connection once a body that is too large has come to its end', async () => {
    const tooLarge = `${CHUNKED}\r\n19000\r\n${' '.repeat(0x19000)}\r\n0\r\n\r\n`;
    const next = `OPTIONS ${RESEND_PATH} HTTP/1.1\r\n${HOST}\r\n`;
    const { answers } = await exchange(rest.facade.port, `${post}${JSON_TYPE}${tooLarge}${next}`, {
      answers: 2,
    });
    expect(answers.map(({ status }) => status)).to.deep.equal([413, 204]);
  });

  it('answers 413 to lengths that no number holds', async () => {
    for (const length of ['4294967300', '99999999999999']) {
      const request = `${post}${JSON_TYPE}Content-Length: ${length}\r\n\r\n{`;
      expect(await refusal(request)).to.deep.equal({ status: 413, body: TOO_LARGE });
    }
  });

  it('lets the answer be read by one who floods, and cuts it off soon', async () => {
    const flood = Buffer.from(`1000\r\n${' '.repeat(4096)}\r\n`);
    const stranger = `POST ${RESEND_PATH} HTTP/1.1\r\n${HOST}`;
    for (const [head, status] of [
      [post, 413],
      [stranger, 401],
    ] as const) {
      const bytes = `${head}${JSON_TYPE}${CHUNKED}\r\n`;
      const { answers, closed } = await exchange(rest.facade.port, bytes, { flood });
      expect(closed).to.equal(true);
      expect(answers[0]?.status).to.equal(status);
    }
  });

  it('answers 431 to headers beyond 16 KiB', async () => {
    const large = { status: 431, body: HEADERS_TOO_LARGE };
    const header = `GET / HTTP/1.1\r\n${HOST}X: ${'a'.repeat(20_000)}\r\n\r\n`;
    expect(await refusal(header)).to.deep.equal(large);
    const target = `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`;
    expect(await refusal(target)).to.deep.equal(large);
  });

  describe('that dawdles', () => {
    let hasty: RestHarness;
    before(async () => {
      hasty = await startHarness({
        limits: { headersTimeoutMs: 200, requestTimeoutMs: 300, checkIntervalMs: 50 },
      });
    });
    after(() => hasty[Symbol.asyncDispose]());

    const slow: Record<string, () => string> = {
      nothing: () => '',
      'half a header': () => `POST ${RESEND_PATH} HTTP/1.1\r\nHo`,
      'half a body': () => `${post}${JSON_TYPE}Content-Length: 100\r\n\r\n{`,
      'an unfinished chunk': () => `${post}${JSON_TYPE}${CHUNKED}\r\n5\r\n{`,
    };
    for (const [name, bytes] of Object.entries(slow)) {
      it(`is answered 408 when it sends ${name} and waits`, async () => {
        const { answers } = await exchange(hasty.facade.port, bytes());
        expect(answers).to.have.length(1);
        expect(answers[0]).to.include({ status: 408, body: TIMEOUT });
        expect(answers[0]?.headers['connection']).to.equal('close');
        expect(hasty.service.calls).to.have.length(0);
      });
    }
  });

  it('gets over a client that goes away in the middle of its body', async () => {
    rest.service.calls.length = 0;
    const socket = connect(rest.facade.port, '127.0.0.1');
    socket.write(`${post}${JSON_TYPE}Content-Length: 100\r\n\r\n{`, () => socket.resetAndDestroy());
    await waitFor(() => socket.destroyed, { what: 'the reset' });
    expect((await rest.post(BODY)).status).to.equal(200);
    expect(rest.service.calls).to.have.length(1);
  });

  it('answers the complete request in front of garbage, and nothing to the garbage', async () => {
    const { answers, closed } = await exchange(
      rest.facade.port,
      `${post}${JSON_TYPE}${sized(BODY)}GARBAGE\r\n\r\n`,
      { answers: 2 },
    );
    expect(answers.map(({ status }) => status)).to.deep.equal([200]);
    expect(closed).to.equal(true);
  });

  it('does not take a body for the next request', async () => {
    const inner = `GET ${RESEND_PATH} HTTP/1.1\r\n${HOST}\r\n`;
    const stranger = `POST ${RESEND_PATH} HTTP/1.1\r\n${HOST}${JSON_TYPE}${sized(inner)}`;
    const follow = `OPTIONS ${RESEND_PATH} HTTP/1.1\r\n${HOST}\r\n`;
    const { answers } = await exchange(rest.facade.port, stranger + follow, { answers: 2 });
    expect(answers.map(({ status }) => status)).to.deep.equal([401, 204]);
  });

  it('goes on after 100-continue and ignores other expectations', async () => {
    for (const expectation of ['100-continue', 'something-else']) {
      const request = `${post}${JSON_TYPE}Expect: ${expectation}\r\n${sized(BODY)}`;
      const { answers } = await exchange(rest.facade.port, request);
      expect(answers[0]?.status, expectation).to.equal(200);
    }
  });
});
