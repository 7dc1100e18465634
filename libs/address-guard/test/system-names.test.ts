import { lookup } from 'node:dns/promises';
import { hostname } from 'node:os';

import { startDnsServer } from '@webhooks/testing';
import { expect } from 'chai';

import { createNameResolver } from '../src/index.ts';
import { systemLookupsAtOnce } from '../src/names/ask-system.ts';

const never = new AbortController().signal;

describe('names as the machine knows them', () => {
  it('are asked for by the setting only, without a dot and where DNS knows none', async () => {
    await using dns = await startDnsServer(() => ({ addresses: [], code: 3 }));
    const given = { servers: [dns.address], timeoutMs: 2_000, hostsPath: '/dev/null' };
    using names = createNameResolver({ ...given, useSystem: true });
    using others = createNameResolver({ ...given, useSystem: false });
    const own = hostname();
    expect(await addressesOrCode(names.resolve(own, never))).to.deep.equal(
      await addressesOrCode(systemAddresses(own)),
    );
    expect(await addressesOrCode(others.resolve(own, never))).to.equal('ENOTFOUND');
  });

  it('are asked for at once as often as node has threads for it, and twice at least', () => {
    for (const [threads, atOnce] of [
      [undefined, 2],
      ['4', 2],
      ['5', 3],
      ['64', 32],
      ['1', 2],
      ['many', 2],
    ] as const) {
      expect(systemLookupsAtOnce(threads), threads).to.equal(atOnce);
    }
  });
});

async function systemAddresses(name: string): Promise<readonly string[]> {
  const answers = await lookup(name, { all: true, order: 'ipv4first' });
  return answers.map(({ address }) => address);
}

/** A machine need not know its own name. */
async function addressesOrCode(asked: Promise<readonly string[]>): Promise<unknown> {
  try {
    return await asked;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}
