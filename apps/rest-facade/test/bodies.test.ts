import { openApiDocument } from '../src/openapi/document.ts';
import type { OpenApiDocument } from '@webhooks/testing';
import { expect } from 'chai';

import { exchange } from './raw-client.ts';
import { RESEND_PATH, type RestHarness, startHarness } from './rest-harness.ts';

const BODY = '{"resend_type":"CASHIN","object_reference_id":1}';
const CHUNKED = 'Transfer-Encoding: chunked\r\n';

describe('a body', () => {
  let rest: RestHarness;
  before(async () => {
    rest = await startHarness();
  });
  beforeEach(() => (rest.service.calls.length = 0));
  after(() => rest[Symbol.asyncDispose]());

  const head = (method: string, path: string): string =>
    `${method} ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${rest.token}\r\n`;

  async function statusOf(bytes: string): Promise<number | undefined> {
    const { answers } = await exchange(rest.facade.port, bytes);
    return answers[0]?.status;
  }

  const taken = [
    'application/json',
    'Application/JSON',
    'application/json;',
    'application/json ; ',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json; charset=utf8',
    'application/json; charset=UTF8;',
    'application/json; charset="utf-8"',
    'application/json; Charset="utf8" ; v=1',
    'application/json; version=1',
    'application/json; odata.metadata=minimal; charset=utf-8',
    'application/json; profile="https://example.com/a;b"',
  ];
  for (const type of taken) {
    it(`is taken as ${type}`, async () => {
      const content = (body: string): string =>
        `Content-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
      await statusOf(`${head('POST', RESEND_PATH)}${content(BODY)}`);
      await statusOf(`${head('POST', `${RESEND_PATH}/preview`)}${content(BODY)}`);
      const called = rest.service.calls.map(({ method }) => method);
      expect(called).to.deep.equal(['createResend', 'previewResend']);
      const patch = head('PATCH', '/v3/webhooks/endpoints/ep_1');
      expect(await statusOf(`${patch}${content('{}')}`)).to.equal(422);
    });
  }

  for (const type of [
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json; charset=latin1;',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; charset=""',
    'application/json; charset',
    'application/json charset=utf-8',
    'application/jsonx',
    'text/json',
    'application/vnd.api+json',
  ]) {
    it(`is not taken as ${type}`, async () => {
      const sized = `Content-Type: ${type}\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;
      expect(await statusOf(`${head('POST', RESEND_PATH)}${sized}`)).to.equal(415);
      expect(rest.service.calls).to.have.length(0);
    });
  }

  describe('that is empty', () => {
    const types = ['', 'Content-Type: application/json\r\n', 'Content-Type: text/plain\r\n'];
    const lengths = ['\r\n', 'Content-Length: 0\r\n\r\n', `${CHUNKED}\r\n0\r\n\r\n`];
    for (const action of ['cancel', 'pause', 'resume', 'retry-failed']) {
      it(`is none for ${action}, however it is reported`, async () => {
        for (const type of types) {
          for (const length of lengths) {
            rest.service.calls.length = 0;
            const path = `${RESEND_PATH}/7890/${action}`;
            await exchange(rest.facade.port, `${head('POST', path)}${type}${length}`);
            expect(rest.service.calls, `${type}${length}`).to.have.length(1);
          }
        }
      });
    }

    it('leaves the connection to the next request', async () => {
      const empty = `${head('POST', `${RESEND_PATH}/7890/pause`)}${CHUNKED}\r\n0\r\n\r\n`;
      const next = `OPTIONS ${RESEND_PATH} HTTP/1.1\r\nHost: x\r\n\r\n`;
      const { answers } = await exchange(rest.facade.port, `${empty}${next}`, { answers: 2 });
      expect(answers.at(1)?.status).to.equal(204);
    });

    it('is still wanted where one is needed', async () => {
      const post = head('POST', RESEND_PATH);
      const json = 'Content-Type: application/json\r\n';
      expect(await statusOf(`${post}${json}${CHUNKED}\r\n0\r\n\r\n`)).to.equal(422);
      expect(await statusOf(`${post}${json}Content-Length: 0\r\n\r\n`)).to.equal(422);
      expect(await statusOf(`${post}\r\n`)).to.equal(415);
    });
  });

  it('in chunks that says something is judged as such where none is taken', async () => {
    const post = `${head('POST', `${RESEND_PATH}/7890/pause`)}${CHUNKED}`;
    const force = '10\r\n{"force": true} \r\n0\r\n\r\n';
    expect(await statusOf(`${post}Content-Type: application/json\r\n\r\n${force}`)).to.equal(422);
    expect(await statusOf(`${post}Content-Type: text/plain\r\n\r\n${force}`)).to.equal(415);
    expect(await statusOf(`${post}\r\n${force}`)).to.equal(415);
    expect(rest.service.calls).to.have.length(0);
  });

  it('that never begins where none is taken is given up', async () => {
    await using hasty = await startHarness({
      limits: { headersTimeoutMs: 200, requestTimeoutMs: 300, checkIntervalMs: 50 },
    });
    const post = `${head('POST', `${RESEND_PATH}/7890/pause`)}${CHUNKED}\r\n`;
    const { answers } = await exchange(hasty.facade.port, post);
    expect(answers[0]?.status).to.equal(408);
    expect(hasty.service.calls).to.have.length(0);
  });

  it('is not sent to HEAD, which every GET has', async () => {
    const { paths } = openApiDocument('http://a') as unknown as OpenApiDocument;
    const documented = Object.entries(paths).flatMap(([path, { get }]) => (get ? [path] : []));
    for (const template of [
      ...documented,
      '/openapi.json',
      '/docs',
      '/docs/style.css',
      '/docs/script.js',
    ]) {
      const path = template.replace(/\{\w+\}/g, '1');
      const init = { headers: { authorization: `Bearer ${rest.token}` } };
      const got = await fetch(`${rest.baseUrl}${path}`, init);
      const headed = await fetch(`${rest.baseUrl}${path}`, { ...init, method: 'HEAD' });
      expect(headed.status, path).to.equal(got.status);
      expect(headed.headers.get('content-type'), path).to.equal(got.headers.get('content-type'));
      expect(await headed.text(), path).to.equal('');
      await got.body?.cancel();
    }
  });
});
