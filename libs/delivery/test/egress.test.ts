import {
  startConnectProxy,
  startDnsServer,
  type ConnectProxy,
  type DnsServer,
} from '@webhooks/testing';
import { expect } from 'chai';

import { Egress } from '../src/index.ts';
import { as, callerAuthority, ofCaller, ofReceiver } from './support/certificates.ts';
import { egressThrough, notSent, proxyAt, senderThrough } from './support/egress.ts';
import { namesSender } from './support/names-sender.ts';
import { answer, startRawReceiver } from './support/raw-receiver.ts';
import { testSender, webhook } from './support/test-sender.ts';

const ok = answer('200 OK', {}, 'ok');
const receiverCertificate = ofReceiver();

describe('sending through a proxy', () => {
  let proxy: ConnectProxy;

  beforeEach(async () => {
    proxy = await startConnectProxy();
  });
  afterEach(() => proxy[Symbol.asyncDispose]());

  it('goes through a tunnel over plain HTTP too, which is kept and used again', async () => {
    await using receiver = await startRawReceiver({ onRequest: (socket) => socket.write(ok) });
    await using own = senderThrough(proxyAt(proxy.port)).sender;
    for (let count = 0; count < 3; count += 1) {
      expect(await own.send(webhook(receiver.url))).to.include({ httpStatus: 200 });
    }
    expect(proxy.targets).to.deep.equal([`127.0.0.1:${receiver.port}`]);
    expect(receiver.accepted).to.equal(1);
    expect(receiver.requests[0]).to.match(/^POST \/hook HTTP\/1\.1\r\n/);
    expect(receiver.requests[0]).not.to.match(/proxy/i);
  });

  it('speaks TLS with the receiver inside the tunnel, by the name of the endpoint', async () => {
    await using receiver = await startRawReceiver({
      tls: { ...receiverCertificate, requestCert: true, ca: [callerAuthority.cert] },
      onRequest: (socket) => socket.write(ok),
    });
    await using own = senderThrough(proxyAt(proxy.port)).sender;
    const tls = as('one', ofCaller('one.example'));
    for (let count = 0; count < 2; count += 1) {
      expect(await own.send({ ...webhook(receiver.url), tls })).to.include({ httpStatus: 200 });
    }
    expect(receiver.accepted).to.equal(1);
    expect((await own.send(webhook(receiver.url))).errorClass).to.equal('tls');
    const outcome = await own.send({
      ...webhook(receiver.url.replace('127.0.0.1', 'localhost')),
      tls,
    });
    // The certificate is for the address alone.
    expect(outcome.errorClass).to.equal('tls');
    expect(receiver.requests).to.have.length(2);
  });

  it('says who is calling by the credentials of the setting', async () => {
    await using receiver = await startRawReceiver({ onRequest: (socket) => socket.write(ok) });
    const authorization = `Basic ${Buffer.from('bank:s3cret').toString('base64')}`;
    await using own = senderThrough(proxyAt(proxy.port, { authorization })).sender;
    await own.send(webhook(receiver.url));
    const target = `127.0.0.1:${receiver.port}`;
    expect(proxy.requests).to.deep.equal([
      `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\nProxy-Authorization: ${authorization}\r\n\r\n`,
    ]);
    expect(receiver.requests[0]).not.to.include('bank').and.not.to.include(authorization);
  });

  it('stays the way of the setting, whatever HTTP_PROXY says', async () => {
    await using receiver = await startRawReceiver({ onRequest: (socket) => socket.write(ok) });
    process.env['HTTP_PROXY'] = `http://127.0.0.1:${proxy.port}`;
    process.env['http_proxy'] = `http://127.0.0.1:${proxy.port}`;
    try {
      await using own = testSender();
      expect(await own.send(webhook(receiver.url))).to.include({ httpStatus: 200 });
    } finally {
      delete process.env['HTTP_PROXY'];
      delete process.env['http_proxy'];
    }
    expect(proxy.requests).to.deep.equal([]);
  });

  describe('by name and by address', () => {
    let dns: DnsServer;
    let addresses: readonly string[] = [];

    beforeEach(async () => {
      dns = await startDnsServer((_name, _count, family) => (family === 6 ? [] : addresses));
    });
    afterEach(() => dns[Symbol.asyncDispose]());

    function guarded(isByName: boolean) {
      const egress = egressThrough(proxyAt(proxy.port, { isByName }));
      return namesSender(dns.address, { egress });
    }

    it('names the address that was judged', async () => {
      addresses = ['127.0.0.1'];
      await using receiver = await startRawReceiver({ onRequest: (socket) => socket.write(ok) });
      await using own = guarded(false);
      const outcome = await own.sender.send(
        webhook(`http://receiver.example:${receiver.port}/hook`),
      );
      expect(outcome).to.include({ httpStatus: 200, errorClass: null });
      expect(proxy.targets).to.deep.equal([`127.0.0.1:${receiver.port}`]);
      expect(receiver.requests[0]).to.include(`host: receiver.example:${receiver.port}`);
    });

    it('asks the proxy for nothing that may not be called', async () => {
      addresses = ['127.0.0.1', '10.0.0.1'];
      await using own = guarded(false);
      const outcome = await own.sender.send(webhook('http://receiver.example/hook'));
      expect(outcome.errorClass).to.equal('blocked_address');
      expect(proxy.requests).to.deep.equal([]);
    });

    it('goes on to the next address when the proxy reaches one not', async () => {
      addresses = ['127.0.0.2', '127.0.0.1'];
      await using receiver = await startRawReceiver({ onRequest: (socket) => socket.write(ok) });
      proxy.answer((target) =>
        target.startsWith('127.0.0.2') ? { bytes: 'HTTP/1.1 502 Bad Gateway\r\n\r\n' } : 'connect',
      );
      await using own = guarded(false);
      const outcome = await own.sender.send(
        webhook(`http://receiver.example:${receiver.port}/hook`),
      );
      expect(outcome).to.include({ httpStatus: 200 });
      expect(new Set(proxy.targets)).to.deep.equal(
        new Set([`127.0.0.2:${receiver.port}`, `127.0.0.1:${receiver.port}`]),
      );
    });

    it('charges the receiver when the proxy only waits for one of its addresses', async () => {
      addresses = ['127.0.0.2', '127.0.0.3'];
      proxy.answer(() => 'silence');
      await using own = guarded(false);
      const outcome = await own.sender.send(webhook('http://receiver.example/hook'));
      expect(outcome.errorClass).to.equal('connect_timeout');
      expect(proxy.targets).to.have.length(1);
    });

    it('leaves a name to the proxy where the setting says so, but no literal address', async () => {
      addresses = ['10.0.0.1'];
      await using receiver = await startRawReceiver({ onRequest: (socket) => socket.write(ok) });
      await using own = guarded(true);
      const outcome = await own.sender.send(
        webhook(`http://receiver.example:${receiver.port}/hook`),
      );
      expect(outcome).to.include({ httpStatus: 200 });
      expect(proxy.targets).to.deep.equal([`receiver.example:${receiver.port}`]);
      expect((await own.sender.send(webhook('http://10.0.0.1/hook'))).errorClass).to.equal(
        'blocked_address',
      );
      expect(proxy.targets).to.have.length(1);
    });
  });
});

describe('the way of an endpoint', () => {
  it('is what it names: the default, a proxy of the setting, or directly', async () => {
    await using receiver = await startRawReceiver({ onRequest: (socket) => socket.write(ok) });
    await using first = await startConnectProxy();
    await using second = await startConnectProxy();
    const egress = new Egress({
      defaultProxy: proxyAt(first.port),
      named: new Map([['bank', proxyAt(second.port)]]),
      proxyLookup: null,
      timeoutMs: 1_000,
    });
    await using own = testSender({ egress });
    const through = async (name: string | null) => {
      await own.send({ ...webhook(receiver.url), egress: name });
      return [first.targets.length, second.targets.length, receiver.accepted];
    };
    expect(await through(null)).to.deep.equal([1, 0, 1]);
    expect(await through('bank')).to.deep.equal([1, 1, 2]);
    expect(await through('direct')).to.deep.equal([1, 1, 3]);
    const error = await notSent(own.send({ ...webhook(receiver.url), egress: 'elsewhere' }));
    expect(error).to.include({ reason: 'unknown_proxy', proxy: 'elsewhere' });
    expect(receiver.received).to.equal(3);
  });
});
