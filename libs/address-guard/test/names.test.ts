import { startDnsServer, type DnsAnswer, type DnsServer, waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import {
  createNameResolver,
  UnresolvedNameError,
  type NameResolver,
  type NameResolverOptions,
} from '../src/index.ts';

const never = new AbortController().signal;

describe('names by DNS', () => {
  it('have the addresses of both families, IPv4 first', async () => {
    await using dns = await startDnsServer(() => ['::1', '127.0.0.1', '127.0.0.2']);
    using names = resolverOf(dns);
    expect(await names.resolve('a.example', never)).to.deep.equal([
      ...['127.0.0.1', '127.0.0.2'],
      '::1',
    ]);
  });

  for (const address of ['127.0.0.1', '::1']) {
    it(`are content with ${address} alone`, async () => {
      await using dns = await startDnsServer(() => [address]);
      using names = resolverOf(dns);
      expect(await names.resolve('a.example', never)).to.deep.equal([address]);
    });
  }

  it('are asked for again when their time to live is over, that of an alias too', async () => {
    let now = 0;
    await using dns = await startDnsServer(() => ({
      addresses: ['127.0.0.1'],
      ttl: 300,
      alias: { name: 'b.example', ttl: 20 },
    }));
    using names = resolverOf(dns, { now: () => now });
    await names.resolve('a.example', never);
    now = 19_999;
    expect(await names.resolve('a.example', never)).to.deep.equal(['127.0.0.1']);
    expect(dns.questions).to.have.length(2);
    now = 20_000;
    await names.resolve('a.example', never);
    expect(dns.questions).to.have.length(4);
  });

  it('are one, with a dot at the end and in capitals', async () => {
    await using dns = await startDnsServer(() => ['127.0.0.1']);
    using names = resolverOf(dns);
    for (const name of ['a.example', 'a.example.', 'A.Example']) {
      expect(await names.resolve(name, never)).to.deep.equal(['127.0.0.1']);
    }
    expect(dns.questions).to.deep.equal(['a.example', 'a.example']);
  });

  it('are asked for once by all who ask at a time', async () => {
    await using dns = await startDnsServer(() => ['127.0.0.1']);
    using names = resolverOf(dns);
    const asking = Array.from({ length: 50 }, (_, id) => names.resolve('a.example', never, id));
    for (const addresses of await Promise.all(asking)) {
      expect(addresses).to.deep.equal(['127.0.0.1']);
    }
    expect(dns.questions).to.have.length(2);
  });

  it('are asked for again at once after a failure', async () => {
    await using dns = await startDnsServer((_name, asked) =>
      asked === 1 ? { addresses: [], code: 3 } : ['127.0.0.1'],
    );
    using names = resolverOf(dns);
    expect(await failureOf(names.resolve('a.example', never))).to.include({ code: 'ENOTFOUND' });
    expect(await names.resolve('a.example', never)).to.deep.equal(['127.0.0.1']);
  });

  it('may have more addresses than an answer by UDP holds', async () => {
    const addresses = Array.from({ length: 200 }, (_, index) => `127.0.1.${index}`);
    await using dns = await startDnsServer(() => addresses);
    using names = resolverOf(dns);
    expect(await names.resolve('a.example', never)).to.have.members(addresses);
    expect(dns.tcpQuestions).to.deep.equal(['a.example']);
  });

  it('are refused with more addresses than anybody has', async () => {
    const addresses = Array.from({ length: 257 }, (_, i) => `127.0.${i >> 8}.${i & 255}`);
    await using dns = await startDnsServer(() => addresses);
    using names = resolverOf(dns);
    const error = await failureOf(names.resolve('a.example', never));
    expect(error.message).to.equal('a.example: it has more than 256 addresses, EMSGSIZE');
  });

  it('are asked for by way of the search domains never', async () => {
    await using dns = await startDnsServer(() => ['127.0.0.1']);
    using names = resolverOf(dns);
    const error = await failureOf(names.resolve('receiver', never));
    expect(error).to.include({ code: 'ENOTFOUND', hostname: 'receiver' });
    expect(error.message).to.include('DNS_USE_SYSTEM');
    expect(await failureOf(names.resolve('a.invalid', never))).to.include({ code: 'ENOTFOUND' });
    expect(dns.questions).to.deep.equal([]);
  });

  for (const [code, error] of [
    [2, 'ESERVFAIL'],
    [3, 'ENOTFOUND'],
    [5, 'EREFUSED'],
  ] as const) {
    it(`fail with ${error} and their own name`, async () => {
      await using dns = await startDnsServer(() => ({ addresses: [], code }));
      using names = resolverOf(dns);
      const failure = await failureOf(names.resolve('a.example', never));
      expect(failure).to.include({ code: error, hostname: 'a.example', syscall: 'lookup' });
      expect(failure.message).to.match(/^a\.example: [a-z ]+, E[A-Z]+$/);
    });
  }
});

describe('a name server that is silent', () => {
  it('for IPv6 costs 50 ms, and its silence is not waited for', async () => {
    await using dns = await startDnsServer((_n, _a, family) =>
      family === 6 ? null : ['127.0.0.1'],
    );
    using names = resolverOf(dns, { timeoutMs: 10_000 });
    const startedAt = performance.now();
    expect(await names.resolve('a.example', never)).to.deep.equal(['127.0.0.1']);
    expect(performance.now() - startedAt).to.be.within(45, 2_000);
  });

  it('for IPv4 is waited for longer, but not for ever', async () => {
    await using dns = await startDnsServer((_n, _a, family) => (family === 4 ? null : ['::1']));
    using names = resolverOf(dns, { timeoutMs: 10_000 });
    const startedAt = performance.now();
    expect(await names.resolve('a.example', never)).to.deep.equal(['::1']);
    expect(performance.now() - startedAt).to.be.within(1_900, 6_000);
  });

  it('for one family is not taken for a name without addresses', async () => {
    await using dns = await startDnsServer((_n, _a, family) => (family === 6 ? null : []));
    using names = resolverOf(dns, { timeoutMs: 50 });
    expect(await failureOf(names.resolve('a.example', never))).to.include({ code: 'ETIMEOUT' });
  });

  it('is asked three times', async () => {
    await using dns = await startDnsServer(() => null);
    using names = resolverOf(dns, { timeoutMs: 50 });
    const error = await failureOf(names.resolve('a.example', never));
    expect(error.message).to.equal('a.example: the name server did not answer in time, ETIMEOUT');
    expect(dns.questions).to.have.length(6);
  });

  it('once is asked again', async () => {
    await using dns = await startDnsServer((_n, asked) => (asked === 1 ? null : ['127.0.0.1']));
    using names = resolverOf(dns, { timeoutMs: 100 });
    expect(await names.resolve('a.example', never)).to.deep.equal(['127.0.0.1']);
  });

  it('or refuses connections gives way to the next one', async () => {
    await using silent = await startDnsServer(() => null);
    await using dns = await startDnsServer(() => ['127.0.0.1']);
    const closed = await startDnsServer(() => []);
    await closed[Symbol.asyncDispose]();
    for (const first of [silent, closed]) {
      using names = resolverOf(dns, { servers: [first.address, dns.address], timeoutMs: 100 });
      expect(await names.resolve('a.example', never)).to.deep.equal(['127.0.0.1']);
    }
  });

  it('is not asked on when nobody waits any more', async () => {
    await using dns = await startDnsServer(() => null);
    using names = resolverOf(dns, { timeoutMs: 50 });
    const abort = new AbortController();
    const resolving = failureOf(names.resolve('a.example', abort.signal));
    abort.abort(new Error('late'));
    expect((await resolving).message).to.equal('late');
    // As long as three tries for another name take.
    await failureOf(names.resolve('b.example', never));
    expect(dns.questions.filter((name) => name === 'b.example')).to.have.length(6);
    expect(dns.questions.filter((name) => name === 'a.example')).to.have.length.at.most(2);
  });

  it('holds each of those who ask together as long as it may itself', async () => {
    const release = Promise.withResolvers<string[]>();
    await using dns = await startDnsServer(() => release.promise);
    using names = resolverOf(dns, { timeoutMs: 10_000 });
    const abort = new AbortController();
    const impatient = failureOf(names.resolve('a.example', abort.signal, 1));
    const patient = names.resolve('a.example', never, 2);
    abort.abort(new Error('late'));
    expect((await impatient).message).to.equal('late');
    release.resolve(['127.0.0.1']);
    expect(await patient).to.deep.equal(['127.0.0.1']);
    expect(dns.questions).to.have.length(2);
  });

  it('leaves others what they need, however many names of an account it is asked for', async () => {
    const isSilent: DnsAnswer = (name) => (name.startsWith('silent') ? null : ['127.0.0.1']);
    await using dns = await startDnsServer(isSilent);
    using names = resolverOf(dns, { timeoutMs: 10_000 });
    const abort = new AbortController();
    const silent: Promise<Error>[] = [];
    const ask = (count: number): void => {
      for (let i = 0; i < count; i += 1) {
        const name = `silent${silent.length}.example`;
        silent.push(failureOf(names.resolve(name, abort.signal, 1)));
      }
    };
    // As many at a time as the socket of the server holds.
    for (let asked = 32; asked <= 96; asked += 32) {
      ask(32);
      const haveCome = (): boolean => dns.questions.length === 2 * asked;
      await waitFor(haveCome, { what: `${asked} silent names` });
    }
    ask(768);
    for (let account = 2; account < 30; account += 1) {
      const addresses = await names.resolve(`a${account}.example`, never, account);
      expect(addresses).to.deep.equal(['127.0.0.1']);
    }
    expect(new Set(dns.questions).size, 'names that were asked for').to.equal(96 + 28);
    const refused = await failureOf(names.resolve('silent.example', abort.signal, 1));
    expect(refused).to.include({ code: 'EBUSY' });
    abort.abort(new Error('late'));
    for (const { message } of await Promise.all(silent)) expect(message).to.equal('late');
  });

  it('is given up at disposal, so that nothing keeps the process', async () => {
    await using dns = await startDnsServer(() => null);
    const names = resolverOf(dns, { timeoutMs: 10_000 });
    const resolving = Array.from({ length: 200 }, (_, index) =>
      failureOf(names.resolve(`a${index}.example`, never)),
    );
    await Promise.resolve();
    names[Symbol.dispose]();
    const startedAt = performance.now();
    for (const error of await Promise.all(resolving)) {
      expect(error).to.include({ code: 'ECANCELLED' });
    }
    expect(performance.now() - startedAt).to.be.lessThan(2_000);
    expect(await failureOf(names.resolve('b.example', never))).to.include({ code: 'ECANCELLED' });
  });
});

function resolverOf(dns: DnsServer, options: Partial<NameResolverOptions> = {}): NameResolver {
  const given = { timeoutMs: 2_000, useSystem: false, hostsPath: '/dev/null' };
  return createNameResolver({ servers: [dns.address], ...given, ...options });
}

async function failureOf(resolving: Promise<unknown>): Promise<Error> {
  const error: unknown = await resolving.catch((it: unknown) => it);
  if (error instanceof UnresolvedNameError || error instanceof Error) return error;
  throw new Error('It was resolved');
}
