import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { startDnsServer, type DnsAnswer } from '@webhooks/testing';
import { expect } from 'chai';

import {
  BlockedAddressError,
  createAddressGuard,
  createNameResolver,
  parseRange,
  type AddressGuard,
  type NameResolverOptions,
  type Resolve,
} from '../src/index.ts';

describe('an address guard with a real name service', () => {
  let receiver: Server;
  let port: number;

  before(async () => {
    receiver = createServer((socket) => socket.end());
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    port = (receiver.address() as AddressInfo).port;
  });

  after(async () => {
    receiver.close();
    await once(receiver, 'close');
  });

  it('connects to the address that it judged', async () => {
    const { remoteAddress } = await connectTo(['127.0.0.1']);
    expect(remoteAddress).to.equal('127.0.0.1');
  });

  it('refuses an answer that is bad', async () => {
    await expectBlocked(['10.0.0.1']);
  });

  for (const addresses of [
    ['127.0.0.1', '10.0.0.1'],
    ['10.0.0.1', '127.0.0.1'],
    ['127.0.0.1', 'fd00::1'],
    ['127.0.0.1', '::ffff:7f00:1'],
  ]) {
    it(`refuses all of ${addresses.join(' and ')} for the bad one`, async () => {
      await expectBlocked(addresses);
    });
  }

  it('judges an answer at each connection, so that a flipped one is refused', async () => {
    let now = 0;
    const flipping: DnsAnswer = (_name, asked) =>
      asked === 1 ? ['127.0.0.1'] : ['169.254.169.254'];
    await using dns = await startDnsServer(flipping);
    const guard = guardWith(resolveBy(dns.address, { now: () => now }));
    const socket = await dial(guard, 'merchant.example');
    socket.destroy();
    now = 1_000;
    const error = await failureOf(dial(guard, 'merchant.example'));
    expect(error).to.be.instanceOf(BlockedAddressError);
  });

  it('judges what it knows at each connection, too', async () => {
    await using dns = await startDnsServer(() => ({ addresses: ['127.0.0.1'], ttl: 300 }));
    const resolve = resolveBy(dns.address);
    (await dial(guardWith(resolve), 'merchant.example')).destroy();
    const error = await failureOf(dial(guardWith(resolve, 5_000, []), 'merchant.example'));
    expect(error).to.be.instanceOf(BlockedAddressError);
    expect(dns.questions).to.have.length(2);
  });

  it('judges what a DNS64 made by the IPv4 address in it', async () => {
    await using dns = await startDnsServer((name) => [
      name === 'public.example' ? '64:ff9b::808:808' : '64:ff9b::a00:1',
    ]);
    const guard = guardWith(resolveBy(dns.address), 5_000, []);
    expect(await lookup(guard, {}, 'public.example')).to.deep.equal(['64:ff9b::808:808', 6]);
    const error: unknown = await lookup(guard, {}, 'private.example').catch((it: unknown) => it);
    expect(error).to.be.instanceOf(BlockedAddressError);
  });

  it('asks once for each family, not once more after judging', async () => {
    const { questions } = await connectTo(['127.0.0.1']);
    expect(questions).to.deep.equal(['merchant.example', 'merchant.example']);
  });

  it('gives up on an answer that is too slow', async () => {
    const release = Promise.withResolvers<string[]>();
    await using dns = await startDnsServer(() => release.promise);
    const guard = guardWith(resolveBy(dns.address), 50);
    const error = await failureOf(dial(guard, 'slow.example'));
    release.resolve([]);
    expect(error).to.have.property('code', 'ETIMEOUT');
  });

  it('gives up on a resolver that never answers, and tells it so', async () => {
    const given: AbortSignal[] = [];
    const silent: Resolve = (_name, signal) => {
      given.push(signal);
      return new Promise(() => {});
    };
    const error = await failureOf(dial(guardWith(silent, 20), 'silent.example'));
    expect(error).to.deep.include({
      code: 'ETIMEOUT',
      syscall: 'lookup',
      hostname: 'silent.example',
      message: 'silent.example: the name server did not answer in time, ETIMEOUT',
    });
    expect(given.map(({ aborted }) => aborted)).to.deep.equal([true]);
  });

  it('leaves no timer behind an answer', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout');
    const guard = guardWith(() => Promise.resolve(['127.0.0.1']), 600_000);
    // The timer of this test itself runs from its first wait on.
    await Promise.resolve();
    const before = timers().length;
    expect(await lookup(guard, {})).to.deep.equal(['127.0.0.1', 4]);
    expect(timers()).to.have.length(before);
  });

  it('judges URLs by its policy', () => {
    const guard = guardWith(() => Promise.resolve([]));
    expect(guard.judgeUrl(new URL('http://127.0.0.1:1/'))).to.equal(null);
    expect(guard.judgeUrl(new URL('http://10.0.0.1/'))).to.equal('not a public address');
  });

  it('fails for a name without addresses', async () => {
    await using dns = await startDnsServer(() => []);
    const error = await failureOf(dial(guardWith(resolveBy(dns.address)), 'none.example'));
    expect(error).to.have.property('code', 'ENODATA');
  });

  it('fails for a name that its resolver knows no address of', async () => {
    const error = await failureOf(
      dial(
        guardWith(() => Promise.resolve([])),
        'none.example',
      ),
    );
    expect(error).to.have.property('code', 'ENOTFOUND');
  });

  it('hands on one address, of the family that is asked for', async () => {
    const guard = guardWith(() => Promise.resolve(['127.0.0.1', '::1']));
    expect(await lookup(guard, {})).to.deep.equal(['127.0.0.1', 4]);
    expect(await lookup(guard, { family: 6 })).to.deep.equal(['::1', 6]);
    expect(await lookup(guard, { family: 4, all: true })).to.deep.equal([
      [{ address: '127.0.0.1', family: 4 }],
      undefined,
    ]);
  });

  function guardWith(
    resolve: Resolve,
    resolveTimeoutMs = 5_000,
    allowed = ['127.0.0.0/8', '::1/128'],
  ): AddressGuard {
    const allowedRanges = allowed.map(parseRange).filter((range) => range !== null);
    return createAddressGuard({
      allowHttp: true,
      ports: null,
      allowedRanges,
      resolve,
      resolveTimeoutMs,
    });
  }

  async function dial(guard: AddressGuard, host: string): Promise<Socket> {
    const socket = connect({ host, port, lookup: guard.lookup, autoSelectFamily: true });
    await once(socket, 'connect');
    return socket;
  }

  async function connectTo(
    addresses: readonly string[],
  ): Promise<{ remoteAddress: string | undefined; questions: readonly string[] }> {
    await using dns = await startDnsServer(() => addresses);
    const socket = await dial(guardWith(resolveBy(dns.address)), 'merchant.example');
    const { remoteAddress } = socket;
    socket.destroy();
    return { remoteAddress, questions: dns.questions };
  }

  async function expectBlocked(addresses: readonly string[]): Promise<void> {
    await using dns = await startDnsServer(() => addresses);
    const error = await failureOf(dial(guardWith(resolveBy(dns.address)), 'merchant.example'));
    expect(error).to.be.instanceOf(BlockedAddressError);
  }
});

function resolveBy(server: string, options: Partial<NameResolverOptions> = {}): Resolve {
  const given = { servers: [server], timeoutMs: 2_000, useSystem: false, hostsPath: '/dev/null' };
  return createNameResolver({ ...given, ...options }).resolve;
}

async function failureOf(connecting: Promise<Socket>): Promise<unknown> {
  const socket = await connecting.catch((error: unknown) => error);
  if (socket instanceof Error) return socket;
  throw new Error('It connected');
}

function lookup(
  guard: AddressGuard,
  options: { family?: 4 | 6; all?: true },
  name = 'merchant.example',
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    guard.lookup(name, options, (error, address, family) =>
      error === null ? resolve([address, family]) : reject(error),
    );
  });
}
