// Long because it goes through every answer of the API against one server.

import { startHttpReceiver, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import {
  ResendApiError,
  ResendConnectionError,
  ResendOutcomeUnknownError,
} from '../errors/errors.ts';
import type { ClientOptions } from '../options/options.ts';
import { createTransport, type Transport } from './transport.ts';

const TOKEN = 'secret-token';
const refusal = { worked: false, detail: 'Service unavailable', code: 'service_unavailable' };
const unknown = { worked: false, detail: 'The outcome is unknown', code: 'outcome_unknown' };

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
    const errors = [
      { field: 'resend_type', message: 'is required', code: 'required' },
      { field: 'endpoint_ids', message: 'is wrong', code: 'unknown_endpoint', entry: 'ep_x' },
      { field: 'name', message: 'is wrong' },
    ];
    answers([422, { detail: 'Validation error: …', code: 'validation_error', errors }]);
    const error = (await failureOf(post(transport()))) as ResendApiError;
    expect(error.fields).to.deep.equal([
      { ...errors[0], entry: null },
      errors[1],
      { ...errors[2], code: 'invalid', entry: null },
    ]);
    expect(api.requests).to.have.length(1);
  });

  it('names the entries of a list that are not found', async () => {
    const notFound = [404, 405];
    answers([400, { detail: 'QR Code not found', code: 'qr_code_not_found', not_found: notFound }]);
    const error = (await failureOf(post(transport()))) as ResendApiError;
    expect(error.notFound).to.deep.equal(notFound);
    expect(error.limit).to.equal(null);
    expect(api.requests).to.have.length(1);
  });

  it('names the limit that was reached', async () => {
    const limit = { name: 'list_entries', value: 1_000 };
    for (const [sent, read] of [
      [limit, limit],
      [{ name: 'later_ones' }, { name: 'later_ones', value: null }],
      ['none', null],
    ] as const) {
      answers([413, { detail: 'Too long', code: 'list_too_long', limit: sent }]);
      const error = (await failureOf(post(transport()))) as ResendApiError;
      expect(error.limit).to.deep.equal(read);
    }
  });

  for (const [what, answer] of [
    ['a page of a proxy', [403, '<h1>Forbidden</h1>']],
    ['an answer that is no JSON', [200, '<html>']],
    ['an answer that is no object', [200, '[null]']],
    ['an answer that says nothing', [204, '']],
    ['an answer without an end', [200, 'x'.repeat(17 * 1024 * 1024)]],
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

  for (const [what, status, headers, requests, key] of [
    ['504 of the API, even with a key: look first', 504, {}, 1, null],
    ['504 that names a time, with a key', 504, { 'retry-after': '1' }, 3, 'k'],
    ['503 with a key', 503, { 'retry-after': '1' }, 3, 'k'],
  ] as const) {
    it(`tells an unknown outcome: ${what}`, async () => {
      answers([status, unknown, { ...headers, 'x-request-id': 'r1' }]);
      const error = await failureOf(post(transport({ maxRetries: 2 })));
      expect(error).to.be.instanceOf(ResendOutcomeUnknownError).and.instanceOf(ResendApiError);
      expect(error).to.include({ status, code: 'outcome_unknown', requestId: 'r1' });
      expect(error).to.include({ message: unknown.detail, idempotencyKey: key });
      expect(api.requests).to.have.length(requests);
    });
  }

  it('does not repeat a change of unknown outcome that has no key', async () => {
    for (const answer of [
      [503, unknown, { 'retry-after': '1' }],
      [504, unknown],
      [504, '<h1>Gateway Timeout</h1>'],
    ] as const satisfies Answer[]) {
      api.forget();
      answers(answer);
      const error = await failureOf(transport().call({ method: 'POST', path: '/x/pause' }));
      expect(error).to.be.instanceOf(ResendOutcomeUnknownError);
      expect(error).to.include({ code: 'outcome_unknown', idempotencyKey: null });
      expect(api.requests).to.have.length(1);
    }
  });

  it('repeats what changes nothing, and what has a key, behind a proxy that gave up', async () => {
    const reading = { method: 'POST', path: '/preview', isReading: true } as const;
    for (const call of [
      (of: Transport) => of.call({ method: 'GET', path: '/x' }),
      (of: Transport) => of.call(reading),
      (of: Transport) => post(of),
    ]) {
      api.forget();
      answers([504, '<h1>Gateway Timeout</h1>'], [200, { ok: true }]);
      expect(await call(transport())).to.deep.equal({ ok: true });
    }
    api.forget();
    answers([504, '<h1>Gateway Timeout</h1>']);
    const error = await failureOf(transport({ maxRetries: 0 }).call(reading));
    expect(error).to.include({ code: 'unexpected_answer', status: 504 });
  });

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

  for (const [what, mistake, own] of [
    ['a body with a BigInt', { body: { id: 12345n } }, {}],
    ['a body that holds itself', { body: cyclic() }, {}],
    ['a token function that throws', {}, { token: () => fail('no key') }],
    ['a token function that rejects', {}, { token: () => Promise.reject(new Error('no key')) }],
    ['a token function that answers no text', {}, { token: () => 7 as unknown as string }],
    ['a token function that answers nothing', {}, { token: async () => null as never }],
  ] as const) {
    it(`throws ${what} as what it is, at once and unsent`, async () => {
      const request = { method: 'POST', path: '/x', ...mistake } as const;
      const error = await failureOf(transport(own).call(request));
      expect(error).to.not.be.instanceOf(ResendConnectionError);
      const isOwn = what.includes('throws') || what.includes('rejects');
      if (isOwn) expect(error).to.include({ message: 'no key' });
      else expect(error).to.be.instanceOf(TypeError);
      expect([api.requests.length, pauses.length]).to.deep.equal([0, 0]);
    });
  }

  it('waits for a token no longer than for an answer, or than its signal', async () => {
    const token = () => new Promise<string>(() => {});
    const late = await failureOf(post(transport({ token, timeoutMs: 20, maxRetries: 1 })));
    expect(late).to.be.instanceOf(ResendConnectionError).and.include({ code: 'timeout' });
    const stop = new AbortController();
    const waiting = failureOf(post(transport({ token }), { signal: stop.signal }));
    stop.abort(new Error('enough'));
    expect(await waiting).to.include({ message: 'enough' });
  });

  it('throws the reason of a signal that has aborted before, whatever it is', async () => {
    for (const reason of [new RangeError('mine'), 'a text', null]) {
      const signal = AbortSignal.abort(reason);
      expect(await failureOf(post(transport(), { signal }))).to.equal(reason);
    }
    expect(api.requests).to.have.length(0);
  });

  for (const option of ['timeoutMs', 'maxRetries', 'maxRetryPauseMs'] as const) {
    for (const value of [NaN, -1, '5', null, 5n] as unknown as number[]) {
      it(`refuses ${option}: ${String(value)} (${typeof value}) when it is made`, () => {
        expect(() => transport({ [option]: value })).to.throw(TypeError, `${option} must be`);
      });
    }
  }

  it('refuses a limit of one call, a token and a fetch that are none', async () => {
    const error = await failureOf(post(transport(), { timeoutMs: NaN }));
    expect(error).to.be.instanceOf(TypeError).and.have.property('message').that.includes('timeout');
    for (const wrong of [{ token: undefined }, { token: null }, { fetch: 'fetch' }]) {
      expect(() => transport(wrong as unknown as ClientOptions)).to.throw(TypeError);
    }
  });

  it('takes limits that are longer than any timer', async () => {
    api.handle((_request, response) => void setImmediate(() => response.end('{}')));
    for (const timeoutMs of [3e9, 1e15, Number.MAX_VALUE, Infinity]) {
      expect(await post(transport({ maxRetries: 0, timeoutMs }))).to.deep.equal({});
      expect(await post(transport({ maxRetries: 0 }), { timeoutMs })).to.deep.equal({});
    }
  });

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

function cyclic(): object {
  const body: Record<string, unknown> = {};
  return Object.assign(body, { body });
}

function fail(message: string): never {
  throw new Error(message);
}

function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error,
  );
}
