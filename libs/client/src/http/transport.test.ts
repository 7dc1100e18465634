import { startHttpReceiver, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import { ResendApiError, ResendConnectionError } from '../errors.ts';
import type { ClientOptions } from '../options.ts';
import { createTransport, type Transport } from './transport.ts';

const TOKEN = 'secret-token';
const refusal = { worked: false, detail: 'Service unavailable', code: 'service_unavailable' };

/** What the API answers, in turn; the last one again and again. */
type Answer = readonly [status: number, body: string | object, headers?: Record<string, string>];

describe('the transport', () => {
  let api: HttpReceiver;
  let pauses: number[];

  beforeEach(async () => {
    api = await startHttpReceiver();
    pauses = [];
  });

  afterEach(() => api[Symbol.asyncDispose]());

  function transport(options: Partial<ClientOptions> = {}): Transport {
    const pause = async (ms: number): Promise<void> => void pauses.push(ms);
    return createTransport(
      { baseUrl: `${api.url}/`, token: TOKEN, ...options },
      { random: () => 0, nowMs: () => 0, pause },
    );
  }

  function answers(...list: readonly Answer[]): void {
    api.handle((_request, response) => {
      const [status, body, headers = {}] = list[Math.min(api.requests.length, list.length) - 1] ?? [
        500,
        '',
      ];
      response.writeHead(status, headers);
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }

  const post = (of: Transport, options = {}): Promise<unknown> =>
    of.call(
      { method: 'POST', path: '/x', headers: { 'idempotency-key': 'k' }, body: { a: 1 } },
      options,
    );

  it('tries again what is refused for now, with the same key and body', async () => {
    answers(
      [503, refusal, { 'retry-after': '2' }],
      [429, refusal],
      [502, 'Bad Gateway'],
      [200, {}],
    );
    expect(await post(transport())).to.deep.equal({});
    expect(pauses).to.deep.equal([2_063, 250, 500]);
    const sent = api.requests.map(({ headers, body }) => [
      headers['idempotency-key'],
      body.toString(),
    ]);
    expect(sent).to.deep.equal(Array(4).fill(['k', '{"a":1}']));
  });

  it('tries again after a broken connection', async () => {
    api.handle((_request, response) => {
      if (api.requests.length < 3) response.destroy();
      else response.end('{"ok":true}');
    });
    expect(await post(transport())).to.deep.equal({ ok: true });
    expect(pauses).to.deep.equal([125, 250]);
  });

  it('gives up after its last retry and tells the last refusal', async () => {
    answers([503, refusal, { 'x-request-id': 'r1', 'retry-after': '1' }]);
    const error = await failureOf(post(transport({ maxRetries: 2 })));
    expect(error).to.be.instanceOf(ResendApiError).and.include({
      status: 503,
      code: 'service_unavailable',
      requestId: 'r1',
      retryAfterMs: 1_000,
      message: 'Service unavailable',
    });
    expect(api.requests).to.have.length(3);
  });

  it('does not wait longer than it may', async () => {
    answers([429, refusal, { 'retry-after': '3600' }]);
    expect(await failureOf(post(transport()))).to.include({ retryAfterMs: 3_600_000 });
    expect(pauses).to.deep.equal([]);
  });

  it('does not repeat what is wrong in itself, and names the fields', async () => {
    const errors = [{ field: 'resend_type', message: 'is required' }];
    answers([422, { detail: 'Validation error: …', code: 'validation_error', errors }]);
    const error = (await failureOf(post(transport()))) as ResendApiError;
    expect(error.fields).to.deep.equal(errors);
    expect(api.requests).to.have.length(1);
  });

  for (const [what, answer] of [
    ['a page of a proxy', [403, '<h1>Forbidden</h1>']],
    ['an answer that is no JSON', [200, '<html>']],
    ['a redirect', [307, '', { location: 'http://127.0.0.1:1/' }]],
  ] as const satisfies [string, Answer][]) {
    it(`tells ${what} from the API, and does not follow it`, async () => {
      answers(answer);
      expect(await failureOf(post(transport()))).to.include({
        code: 'unexpected_answer',
        status: answer[0],
      });
      expect(api.requests).to.have.length(1);
    });
  }

  it('waits for an answer no longer than its limit, body included', async () => {
    api.handle((_request, response) => void response.write('{'));
    const error = await failureOf(post(transport({ maxRetries: 1 }), { timeoutMs: 50 }));
    expect(error).to.be.instanceOf(ResendConnectionError).and.include({ code: 'timeout' });
    expect(api.requests).to.have.length(2);
  });

  it('ends with the reason of a signal, in a call and in a pause', async () => {
    const inCall = new AbortController();
    api.handle(() => inCall.abort(new Error('enough')));
    expect(await failureOf(post(transport(), { signal: inCall.signal }))).to.include({
      message: 'enough',
    });
    expect(api.requests).to.have.length(1);

    const inPause = new AbortController();
    api.handle((_request, response) => {
      response.writeHead(503, { 'retry-after': '20' }).end('');
      setImmediate(() => inPause.abort(new Error('no more')));
    });
    const real = createTransport({ baseUrl: api.url, token: TOKEN });
    expect(await failureOf(post(real, { signal: inPause.signal }))).to.include({
      message: 'no more',
    });
  });

  it('asks for a token each time', async () => {
    answers([503, refusal], [200, {}]);
    let count = 0;
    await post(transport({ token: async () => `token-${(count += 1)}` }));
    expect(api.requests.map(({ headers }) => headers.authorization)).to.deep.equal([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  for (const token of [`${TOKEN}\n`, `${TOKEN} x`, '', 'ü']) {
    it(`refuses the token ${JSON.stringify(token)} without showing it`, async () => {
      const error = (await failureOf(post(transport({ token })))) as Error;
      expect(error).to.be.instanceOf(TypeError);
      expect(error.message).to.equal('token must be printable ASCII without spaces');
      expect(api.requests).to.have.length(0);
    });
  }

  it('says why nothing answered', async () => {
    const error = await failureOf(
      post(transport({ baseUrl: 'http://127.0.0.1:1', maxRetries: 0, fetch })),
    );
    expect(error).to.be.instanceOf(ResendConnectionError);
    expect((error as Error).message).to.match(/^No answer: .*(ECONNREFUSED|bad port)/);
  });

  for (const baseUrl of [
    '',
    'example.com',
    'ftp://x',
    'http://u:p@x',
    'http://x/?a',
    'http://x#a',
  ]) {
    it(`refuses the base URL "${baseUrl}"`, () => {
      expect(() => transport({ baseUrl })).to.throw(TypeError, 'baseUrl must');
    });
  }
});

function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error,
  );
}
