import type { AttemptOutcome } from '@webhooks/domain';
import { freePort, startConnectProxy, type ConnectProxy } from '@webhooks/testing';
import { expect } from 'chai';

import type { NotSentError } from '../src/index.ts';
import { notSent, proxyAt, senderThrough } from './support/egress.ts';
import { answer, startRawReceiver } from './support/raw-receiver.ts';
import { webhook } from './support/test-sender.ts';

const ok = answer('200 OK', {}, 'ok');

describe('a request through a proxy', () => {
  let proxy: ConnectProxy;

  beforeEach(async () => {
    proxy = await startConnectProxy();
  });
  afterEach(() => proxy[Symbol.asyncDispose]());

  describe('that works, of a receiver that it does not reach', () => {
    for (const [errorClass, head] of [
      ['connect_refused', 'HTTP/1.1 502 Bad Gateway'],
      ['connect_timeout', 'HTTP/1.1 504 Gateway Timeout'],
      ['dns', 'HTTP/1.1 503 Service Unavailable\r\nX-Squid-Error: ERR_DNS_FAIL 0'],
    ] as const) {
      it(`is an attempt that ends with ${errorClass}`, async () => {
        proxy.answer(() => ({ bytes: `${head}\r\n\r\n` }));
        const { egress, sender } = senderThrough(proxyAt(proxy.port));
        await using own = sender;
        const outcome = await own.send(webhook('http://127.0.0.1:9/'));
        expect(outcome).to.include({ errorClass, httpStatus: null });
        expect(outcome.errorMessage).to.match(/\(says the proxy\)$/);
        expect(egress.states().map(({ isDown }) => isDown)).to.deep.equal([false]);
      });
    }

    it('is an attempt that ends with connect_timeout when the proxy only waits for it', async () => {
      proxy.answer(() => 'silence');
      const { egress, sender } = senderThrough(proxyAt(proxy.port));
      await using own = sender;
      const outcome = await own.send(webhook('http://127.0.0.1:9/'));
      expect(outcome).to.include({ errorClass: 'connect_timeout', httpStatus: null });
      expect(egress.states()[0]?.isDown).to.equal(false);
      expect(proxy.requests.at(-1)).to.match(/^OPTIONS \* HTTP\/1\.1\r\n/);
    });
  });

  it('is no attempt when the proxy does not want to connect to a receiver', async () => {
    await using receiver = await startRawReceiver({ onRequest: (socket) => socket.write(ok) });
    const refused = `127.0.0.1:9`;
    proxy.answer((target) =>
      target === refused ? { bytes: 'HTTP/1.1 403 Forbidden\r\n\r\n' } : 'connect',
    );
    const { egress, sender } = senderThrough(proxyAt(proxy.port));
    await using own = sender;
    const error = await notSent(own.send(webhook(`http://${refused}/`)));
    expect(error).to.include({ reason: 'proxy_refused_receiver', retryAfterMs: 30_000 });
    expect(error.message).to.equal('The proxy does not connect to a receiver (403)');
    expect(egress.states()[0]?.isDown).to.equal(false);
    expect(await own.send(webhook(receiver.url))).to.include({ httpStatus: 200 });
  });

  it('is no attempt when the proxy asks for other credentials, and none is shown', async () => {
    proxy.answer(() => ({ bytes: 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n' }));
    const authorization = `Basic ${Buffer.from('bank:s3cret').toString('base64')}`;
    const { egress, sender } = senderThrough(proxyAt(proxy.port, { authorization }));
    await using own = sender;
    const error = await notSent(own.send(webhook('http://127.0.0.1:9/')));
    expect(error).to.include({
      reason: 'proxy_refused_credentials',
      proxy: `127.0.0.1:${proxy.port}`,
    });
    expect(egress.states()).to.deep.equal([{ proxy: `127.0.0.1:${proxy.port}`, isDown: true }]);
    // Nobody else asks before the pause is over.
    await notSent(own.send(webhook('http://127.0.0.1:9/')));
    expect(proxy.requests).to.have.length(1);
    expect(JSON.stringify([error, error.message, error.stack])).not.to.match(/bank|s3cret|Basic/);
  });

  for (const [what, message, bytes] of [
    ['is no HTTP', 'The proxy does not speak HTTP/1', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['is long', 'Its answer is too long', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(40_000)}`],
    ['ends early', 'It closed the connection without an answer', 'HTTP/1.1 200 OK\r\n'],
    ['has more behind it', 'It says more than it may', `HTTP/1.1 200 OK\r\n\r\n${ok}`],
  ] as const) {
    it(`is no attempt when the answer ${what}`, async () => {
      proxy.answer(() => ({ bytes }));
      await using own = senderThrough(proxyAt(proxy.port)).sender;
      const error = await notSent(own.send(webhook('http://127.0.0.1:9/')));
      expect(error).to.include({ reason: 'proxy_unreachable', message });
    });
  }

  it('is no attempt while the proxy hangs, and ends within the time for the proxy', async () => {
    proxy.speak(false);
    await using own = senderThrough(proxyAt(proxy.port)).sender;
    const startedAt = performance.now();
    const error = await notSent(own.send(webhook('http://127.0.0.1:9/')));
    expect(error.reason).to.equal('proxy_unreachable');
    expect(performance.now() - startedAt).to.be.within(900, 4_500);
  });

  it('is no attempt when the time for the attempt is over first', async () => {
    proxy.speak(false);
    await using own = senderThrough(proxyAt(proxy.port), { attemptTimeoutMs: 200 }).sender;
    const error = await notSent(own.send(webhook('http://127.0.0.1:9/')));
    expect(error.message).to.match(/time for the attempt/);
  });
});

describe('a proxy that is down', () => {
  it('is asked by one connection after a pause, and works again from its first answer on', async () => {
    await using receiver = await startRawReceiver({ onRequest: (socket) => socket.write(ok) });
    const port = await freePort();
    const { egress, sender } = senderThrough(proxyAt(port));
    await using own = sender;
    const errors = await Promise.all(
      Array.from({ length: 8 }, () => notSent(own.send(webhook(receiver.url)))),
    );
    const { reason, message, retryAfterMs } = errors[0] ?? {};
    expect({ reason, message }).to.deep.equal({
      reason: 'proxy_unreachable',
      message: 'No connection to the proxy could be made (ECONNREFUSED)',
    });
    expect(retryAfterMs).to.be.within(500, 1_000);
    expect(egress.states()[0]?.isDown).to.equal(true);
    await using proxy = await startConnectProxy({ port });
    const startedAt = performance.now();
    let outcome: AttemptOutcome | null = null;
    while (outcome === null) {
      outcome = await own.send(webhook(receiver.url)).catch((error: NotSentError) => {
        expect(proxy.requests).to.have.length(0);
        return error.retryAfterMs > 2_000 ? Promise.reject(error) : null;
      });
      expect(performance.now() - startedAt).to.be.lessThan(5_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(outcome).to.include({ httpStatus: 200 });
    expect(egress.states()[0]?.isDown).to.equal(false);
    expect(receiver.requests).to.have.length(1);
  });
});
