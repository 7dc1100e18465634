// Long because it goes through every outcome of an attempt with one sender.

import { waitFor, startHttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import { answer, startRawReceiver, writeByteByByte } from './support/raw-receiver.ts';
import { testSender, webhook } from './support/test-sender.ts';

describe('sending a webhook', () => {
  it('posts the body byte for byte with its length and the headers as given', async () => {
    await using receiver = await startHttpReceiver();
    await using sender = testSender();
    const body = Buffer.from([0, 1, 2, 0xff, 0xfe, 13, 10, 0]);
    const url = `${receiver.url}/a%20b/%C3%A9?x=1&y=%2F#fragment`;
    await sender.send({ url, headers: { 'content-type': 'application/json', 'x-A': 'é' }, body });
    const [request] = receiver.requests;
    expect(request?.method).to.equal('POST');
    expect(request?.url).to.equal('/a%20b/%C3%A9?x=1&y=%2F');
    expect(request?.body).to.deep.equal(body);
    expect(request?.rawHeaders).to.deep.equal([
      ...['host', `127.0.0.1:${receiver.port}`],
      ...['connection', 'keep-alive'],
      ...['content-type', 'application/json'],
      ...['x-A', 'é'],
      ...['content-length', '8'],
    ]);
  });

  it('sends an empty body with its length', async () => {
    await using receiver = await startHttpReceiver();
    await using sender = testSender();
    await sender.send({ url: receiver.url, headers: {}, body: new Uint8Array(0) });
    expect(receiver.requests[0]?.headers).to.include({ 'content-length': '0' });
  });

  it('tells when it started, how long it took and what was answered', async () => {
    await using receiver = await startHttpReceiver((_request, response) => {
      setTimeout(() => response.end('thanks'), 20);
    });
    await using sender = testSender({ clock: { now: () => 1_700_000_000_000 } });
    const outcome = await sender.send(webhook(receiver.url));
    expect(outcome.startedAtMs).to.equal(1_700_000_000_000 - outcome.durationMs);
    expect(outcome.durationMs).to.be.within(15, 2_000);
    expect(Number.isInteger(outcome.durationMs)).to.equal(true);
    expect(outcome).to.include({ httpStatus: 200, errorClass: null, errorMessage: null });
    expect(outcome.retryAfterMs).to.equal(null);
    expect(Buffer.from(outcome.responseSnippet ?? []).toString()).to.equal('thanks');
  });

  for (const status of [200, 201, 202, 204, 206, 226, 299]) {
    it(`takes ${status} as success`, async () => {
      const outcome = await outcomeOf(answer(`${status} Whatever`, {}));
      expect(outcome).to.include({ httpStatus: status, errorClass: null, errorMessage: null });
      expect(outcome.responseSnippet).to.equal(null);
    });
  }

  const said = [
    ['true', 200, true],
    ['False', 204, false],
    ['yes', 200, undefined],
    ['true', 500, undefined],
  ] as const;
  for (const [header, status, expected] of said) {
    it(`takes webhook-duplicate: ${header} with ${status} for ${expected ?? 'nothing said'}`, async () => {
      const outcome = await outcomeOf(
        answer(`${status} Whatever`, { 'webhook-duplicate': header }),
      );
      expect(outcome.isDuplicate).to.equal(expected);
    });
  }

  for (const status of [300, 304, 400, 401, 404, 410, 429, 499, 500, 503, 599, 600, 999]) {
    it(`takes ${status} as no success`, async () => {
      const outcome = await outcomeOf(answer(`${status} Whatever`, {}));
      expect(outcome).to.include({ httpStatus: status, errorClass: 'http_status' });
      expect(outcome.errorMessage).to.include(String(status));
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it(`does not follow ${status}`, async () => {
      await using elsewhere = await startHttpReceiver();
      await using receiver = await startHttpReceiver((_request, response) => {
        response.writeHead(status, { location: elsewhere.url }).end();
      });
      await using sender = testSender();
      const outcome = await sender.send(webhook(receiver.url));
      expect(outcome).to.include({ httpStatus: status, errorClass: 'http_status' });
      expect(receiver.requests).to.have.length(1);
      expect(elsewhere.connections).to.equal(0);
    });
  }

  it('keeps NUL bytes and broken UTF-8 of an answer as they came', async () => {
    const body = '\0a\0\xff\xfe\xc3\0';
    const { responseSnippet } = await outcomeOf(answer('500 Oops', {}, body));
    expect(Buffer.from(responseSnippet ?? []).toString('latin1')).to.equal(body);
  });

  it('keeps the first 4 KiB of an answer that comes in pieces', async () => {
    const chunks = ['a', 'b', 'c'].map((it) => `bb8\r\n${it.repeat(3000)}\r\n`).join('');
    const { responseSnippet } = await outcomeOf(
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`,
    );
    const expected = 'a'.repeat(3000) + 'b'.repeat(1096);
    expect(Buffer.from(responseSnippet ?? []).toString()).to.equal(expected);
  });

  it('reads an answer that ends with its connection', async () => {
    await using receiver = await startRawReceiver({
      onRequest: (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\ndone'),
    });
    await using sender = testSender();
    const outcome = await sender.send(webhook(receiver.url));
    expect(outcome).to.include({ httpStatus: 200, errorClass: null });
    expect(Buffer.from(outcome.responseSnippet ?? []).toString()).to.equal('done');
  });

  for (const [what, bytes] of [
    ['is cut', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc'],
    ['never ends', 'HTTP/1.1 204 x\r\ncontent-length: 9\r\n\r\nabc'],
    ['ends badly', 'HTTP/1.1 299 x\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n'],
    ['is compressed badly', answer('200 OK', { 'content-encoding': 'gzip' }, 'abc')],
  ] as const) {
    it(`takes a 2xx for success though its body ${what}`, async () => {
      await using receiver = await startRawReceiver({
        onRequest: (socket) => {
          socket.write(bytes, 'latin1');
          if (what === 'is cut') socket.resetAndDestroy();
        },
      });
      await using sender = testSender({ attemptTimeoutMs: 300 });
      const { errorClass, errorMessage } = await sender.send(webhook(receiver.url));
      expect([errorClass, errorMessage]).to.deep.equal([null, null]);
    });
  }

  for (const [what, bytes, reason] of [
    ['a folded line', 'HTTP/1.1 200 OK\r\na: b\r\n c\r\n\r\n', /header/i],
    ['a bare line feed', 'HTTP/1.1 200 OK\na: b\n\n', /CR|LF|line/],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\na',
      /length/i,
    ],
    [
      'a length beside chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      /length/i,
    ],
    ['a head above 32 KiB', `HTTP/1.1 200 OK\r\na: ${'b'.repeat(40_000)}\r\n\r\n`, /head/i],
  ] as const) {
    it(`says why an answer with ${what} is none`, async () => {
      const outcome = await outcomeOf(bytes);
      expect(outcome).to.include({ errorClass: 'protocol', httpStatus: null });
      expect(outcome.errorMessage).to.match(/^The answer was not valid HTTP \([\w ,.'-]+\)$/);
      expect(outcome.errorMessage).to.match(reason);
    });
  }

  it('reads an answer in 256 pieces, and no more of one that comes byte by byte', async () => {
    await using receiver = await startRawReceiver({
      onRequest: (socket) => {
        socket.setNoDelay(true);
        writeByteByByte(socket, answer('200 OK', { a: 'b'.repeat(30_000) }));
      },
    });
    await using sender = testSender();
    const outcome = await sender.send(webhook(receiver.url));
    expect(outcome).to.include({ errorClass: 'protocol', httpStatus: null });
    expect(outcome.errorMessage).to.include('256 pieces');
  });

  it('takes a head of almost 32 KiB', async () => {
    const outcome = await outcomeOf(answer('200 OK', { a: 'b'.repeat(32_000) }));
    expect(outcome).to.include({ errorClass: null, httpStatus: 200 });
  });

  for (const [status, value, expected] of [
    [429, '7', 7_000],
    [503, 'Sun, 06 Nov 1994 08:49:47 GMT', 10_000],
    [503, 'soon', null],
    [500, '7', null],
    [200, '7', null],
  ] as const) {
    it(`reads Retry-After "${value}" of ${status} as ${expected}`, async () => {
      await using receiver = await startRawReceiver({
        onRequest: (socket) => socket.write(answer(`${status} x`, { 'Retry-After': value })),
      });
      const clock = { now: () => Date.UTC(1994, 10, 6, 8, 49, 37) };
      await using sender = testSender({ clock });
      const { retryAfterMs } = await sender.send(webhook(receiver.url));
      expect(retryAfterMs).to.equal(expected);
    });
  }

  it('reads the first of several Retry-After', async () => {
    const lines = 'retry-after: 3\r\nretry-after: 9\r\ncontent-length: 0';
    const { retryAfterMs } = await outcomeOf(`HTTP/1.1 429 x\r\n${lines}\r\n\r\n`);
    expect(retryAfterMs).to.equal(3_000);
  });

  it('ends once for each of many at a time', async () => {
    await using receiver = await startHttpReceiver();
    await using sender = testSender();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => sender.send(webhook(receiver.url))),
    );
    expect(outcomes.every(({ httpStatus }) => httpStatus === 200)).to.equal(true);
    expect(receiver.requests).to.have.length(50);
  });

  it('keeps answers apart that come at a time and in pieces', async () => {
    await using receiver = await startRawReceiver({
      onRequest: (socket, request) => {
        const [, id = ''] = /x-id: (\w+)/.exec(request) ?? [];
        const whole = answer('200 OK', {}, id.repeat(500));
        const [head, middle, end] = [whole.slice(0, 10), whole.slice(10, 700), whole.slice(700)];
        socket.write(head);
        setImmediate(() => {
          socket.write(middle);
          setImmediate(() => socket.write(end));
        });
      },
    });
    await using sender = testSender({ connectionsPerOrigin: 32 });
    const ids = Array.from({ length: 200 }, (_, at) => String.fromCharCode(97 + (at % 26)));
    const outcomes = await Promise.all(
      ids.map((id) => sender.send({ ...webhook(receiver.url), headers: { 'x-id': id } })),
    );
    const snippets = outcomes.map(({ responseSnippet }) => String(responseSnippet));
    expect(snippets).to.deep.equal(ids.map((id) => id.repeat(500)));
  });

  it('writes a request when it may, and not before', async () => {
    await using receiver = await startHttpReceiver();
    await using sender = testSender();
    let asked = 0;
    const mayBeWritten = (): boolean => {
      asked += 1;
      expect(receiver.requests).to.deep.equal([]);
      return asked === 3;
    };
    const outcome = await sender.send({ ...webhook(receiver.url), mayBeWritten });
    expect(outcome).to.include({ httpStatus: 200, errorClass: null });
    expect(receiver.requests).to.have.length(1);
  });

  it('ends at its deadline what may never be written', async () => {
    await using receiver = await startHttpReceiver();
    await using sender = testSender({ attemptTimeoutMs: 250 });
    const outcome = await sender.send({ ...webhook(receiver.url), mayBeWritten: () => false });
    expect(outcome).to.include({ errorClass: 'connect_timeout', httpStatus: null });
    expect(receiver.requests).to.deep.equal([]);
  });

  for (const [name, headers] of [
    ['a line break in a value', { 'x-a': 'b\r\nx-c: d' }],
    ['a value beyond Latin-1', { 'x-a': '☃' }],
    ['a name that is none', { 'x a': 'b' }],
    ['a second framing', { 'transfer-encoding': 'chunked' }],
    ['a wrong length', { 'content-length': '3' }],
  ] as const) {
    it(`reports ${name} instead of sending it`, async () => {
      await using receiver = await startRawReceiver({});
      await using sender = testSender();
      const outcome = await sender.send({ ...webhook(receiver.url), headers: { ...headers } });
      expect(outcome).to.include({ errorClass: 'protocol', httpStatus: null });
      expect(receiver.requests).to.deep.equal([]);
    });
  }

  for (const url of ['', 'merchant.example/hook', '/hook', 'ftp://merchant.example/', 'http://']) {
    it(`reports the URL "${url}" instead of calling it`, async () => {
      await using sender = testSender();
      const outcome = await sender.send(webhook(url));
      expect(outcome).to.include({ errorClass: 'protocol', httpStatus: null, durationMs: 0 });
    });
  }

  it('uses no proxy of the environment', async () => {
    await using proxy = await startHttpReceiver();
    await using receiver = await startHttpReceiver();
    const names = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
    const before = names.map((name) => process.env[name]);
    for (const name of names) process.env[name] = name.startsWith('NODE') ? '1' : proxy.url;
    try {
      await using sender = testSender();
      await sender.send(webhook(receiver.url));
    } finally {
      names.forEach((name, index) => restore(name, before[index]));
    }
    expect([proxy.connections, receiver.requests.length]).to.deep.equal([0, 1]);
  });

  it('is refused after disposal, which ends what is in flight and closes its connections', async () => {
    await using receiver = await startRawReceiver({});
    const sender = testSender();
    const sending = sender.send(webhook(receiver.url));
    await waitFor(() => receiver.requests.length === 1, { what: 'the request' });
    await sender[Symbol.asyncDispose]();
    expect(await sending).to.include({ errorClass: 'reset', httpStatus: null });
    await waitFor(() => receiver.open === 0, { what: 'the connection to be closed' });
    const refusal: unknown = await sender.send(webhook(receiver.url)).catch((it: unknown) => it);
    expect(refusal).to.be.instanceOf(Error);
  });
});

async function outcomeOf(bytes: string): ReturnType<ReturnType<typeof testSender>['send']> {
  await using receiver = await startRawReceiver({
    onRequest: (socket) => socket.write(bytes, 'latin1'),
  });
  await using sender = testSender();
  return await sender.send(webhook(receiver.url));
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
