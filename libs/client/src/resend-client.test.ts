import { startHttpReceiver, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import { ResendApiError, ResendConnectionError } from './errors/errors.ts';
import { ResendClient } from './resend-client.ts';

const selection = { resend_type: 'CASHIN', object_reference_id: 12345 } as const;

describe('the client', () => {
  let api: HttpReceiver;
  let client: ResendClient;

  beforeEach(async () => {
    api = await startHttpReceiver();
    client = new ResendClient({ baseUrl: api.url, token: 't', maxRetries: 0 });
  });

  afterEach(() => api[Symbol.asyncDispose]());

  function accept(location: string | null, detail: string): void {
    api.handle((_request, response) => {
      if (location !== null) response.setHeader('location', location);
      response.end(JSON.stringify({ worked: true, detail, resend: { id: 1 } }));
    });
  }

  for (const location of [
    '/v3/webhooks/resend/7890',
    'https://api.example.com/base/v3/webhooks/resend/7890',
    '/v3/webhooks/resend/7890?a=b',
  ]) {
    it(`takes the new resend from Location, and from no sentence: ${location}`, async () => {
      accept(location, 'Pedido aceito. ID: 5');
      expect(await client.createResend(selection)).to.include({ id: 7890 });
      expect(await client.retryFailed(5)).to.include({ id: 7890 });
    });
  }

  for (const location of [null, '/', '/v3/webhooks/resend/', '/v3/webhooks/resend/0', '/x/7890']) {
    it(`says so when Location names none: ${location}`, async () => {
      accept(location, 'Webhook resend request created. ID: 7890');
      const calls = [client.createResend(selection), client.retryFailed(5)];
      for (const error of await Promise.all(calls.map(failureOf))) {
        expect(error).to.be.instanceOf(ResendApiError).and.include({ code: 'unexpected_answer' });
        expect((error as Error).message).to.include('was accepted');
      }
    });
  }

  it('reads deliveries as CSV as they come, and says so when they are cut off', async () => {
    api.handle(({ url, headers }, response) => {
      expect(url).to.equal('/v3/webhooks/resend/7/deliveries?state=FAILED&cursor_id=2');
      expect(headers.accept).to.equal('text/csv');
      response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' });
      response.write('id\r\n');
      setImmediate(() => response.end('3\r\n'));
    });
    const read = async (): Promise<string> => {
      let text = '';
      const filters = { state: 'FAILED', cursor_id: 2 } as const;
      for await (const part of client.deliveriesAsCsv(7, filters)) text += part;
      return text;
    };
    expect(await read()).to.equal('id\r\n3\r\n');

    api.handle((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      response.write('id\r\n', () => response.destroy());
    });
    expect(await failureOf(read())).to.be.instanceOf(ResendConnectionError);

    api.handle((_request, response) => {
      response.setHeader('content-type', 'application/json').end('{}');
    });
    expect(await failureOf(read())).to.include({ code: 'unexpected_answer' });
  });

  it('sends a key of its own with each resend, another each time', async () => {
    accept('/v3/webhooks/resend/1', '');
    const keys = [
      (await client.createResend(selection)).idempotencyKey,
      (await client.retryFailed(5)).idempotencyKey,
    ];
    expect(api.requests.map(({ headers }) => headers['idempotency-key'])).to.deep.equal(keys);
    expect(new Set(keys).size).to.equal(2);
  });

  it('tells the key of its own when no answer came', async () => {
    api.handle((_request, response) => void response.destroy());
    for (const call of [() => client.createResend(selection), () => client.retryFailed(5)]) {
      const error = await failureOf(call());
      const key = api.requests.at(-1)?.headers['idempotency-key'];
      expect(error).to.be.instanceOf(ResendConnectionError).and.include({ idempotencyKey: key });
    }
    const unkeyed = await failureOf(client.getResend(5));
    expect(unkeyed).to.include({ code: 'connection_failed', idempotencyKey: null });
  });

  for (const key of [
    '',
    ' k',
    'k ',
    'chave-ção',
    '鍵',
    'a\nb',
    'a\u0000',
    'k'.repeat(256),
    7,
    null,
  ]) {
    it(`refuses the idempotency key ${JSON.stringify(key).slice(0, 20)}, unsent`, async () => {
      const options = { idempotencyKey: key as string };
      const calls = [client.createResend(selection, options), client.retryFailed(5, options)];
      for (const error of await Promise.all(calls.map(failureOf))) {
        expect(error).to.be.instanceOf(TypeError);
        expect((error as Error).message).to.match(/^idempotencyKey must be/);
      }
      expect(api.requests).to.have.length(0);
    });
  }

  for (const id of [7n, 0, -1, 1.5, NaN, undefined, null, {}, '', '..', '\ud800'] as unknown[]) {
    it(`refuses the ID ${typeof id} ${String(JSON.stringify(typeof id === 'bigint' ? 7 : id))}, unsent`, async () => {
      const calls = [
        client.getResend(id as number),
        client.listDeliveries(id as number),
        client.pauseResend(id as number),
        client.retryFailed(id as number),
        client.listAttempts(1, id as number),
        client.allDeliveries(id as number).next(),
      ];
      for (const failure of await Promise.all(calls.map(failureOf))) {
        expect(failure).to.be.instanceOf(TypeError);
      }
      expect(api.requests).to.have.length(0);
    });
  }

  it('refuses an object with a BigInt, unsent', async () => {
    const wrong = { ...selection, object_reference_id: 12345n as unknown as number };
    expect(await failureOf(client.createResend(wrong))).to.be.instanceOf(TypeError);
    expect(await failureOf(client.previewResend(wrong))).to.be.instanceOf(TypeError);
    expect(api.requests).to.have.length(0);
  });
});

function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error,
  );
}
