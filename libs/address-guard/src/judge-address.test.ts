import { expect } from 'chai';
import fc from 'fast-check';

import { parseRange, type AddressRange } from './address-range.ts';
import { judgeAddress } from './judge-address.ts';

/** First and last address of each refused block, as the registries print them. */
const refusedBlocks: readonly (readonly [string, string])[] = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['168.63.129.16', '168.63.129.16'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.31.196.0', '192.31.196.255'],
  ['192.52.193.0', '192.52.193.255'],
  ['192.88.99.0', '192.88.99.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['192.175.48.0', '192.175.48.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '198.51.100.255'],
  ['203.0.113.0', '203.0.113.255'],
  ['224.0.0.0', '255.255.255.255'],
];

describe('judgeAddress', () => {
  for (const [first, last] of refusedBlocks) {
    it(`refuses ${first} to ${last}, and neither neighbour`, () => {
      expect(judgeAddress(first), first).to.equal('not a public address');
      expect(judgeAddress(last), last).to.equal('not a public address');
      const before = toNumber(first) - 1;
      const after = toNumber(last) + 1;
      if (before >= 0) expect(judgeAddress(toText(before)), toText(before)).to.equal(null);
      if (after < 2 ** 32) expect(judgeAddress(toText(after)), toText(after)).to.equal(null);
    });
  }

  it('judges every IPv4 address by the blocks alone', () => {
    const edges = refusedBlocks.map(([first, last]) => [toNumber(first), toNumber(last)] as const);
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 32 - 1 }), (number) => {
        const isRefused = edges.some(([first, last]) => number >= first && number <= last);
        expect(judgeAddress(toText(number)) !== null).to.equal(isRefused);
      }),
    );
  });

  for (const address of [
    '2000::',
    '2000:ffff::1',
    '2001:200::',
    '2001:db7:ffff::1',
    '2001:db9::1',
    '2003::1',
    '2001:ffff::1',
    '2606:4700:4700::1111',
    '2620:4f:7fff::1',
    '2620:4f:8001::1',
    '3ffe:ffff::1',
    '3fff:1000::1',
    '2606::5efe:1',
    '2606::100:5efe:808:808',
    '2606:4700::300:5efe:808:808',
    '3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  ]) {
    it(`lets ${address} pass`, () => {
      expect(judgeAddress(address)).to.equal(null);
    });
  }

  for (const [address, what] of [
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::7f00:1', 'IPv4-compatible'],
    ['::ffff:8.8.8.8', 'mapped, even with a public address'],
    ['::ffff:127.0.0.1', 'mapped'],
    ['::ffff:0:127.0.0.1', 'translated'],
    ['64:ff9b::7f00:1', 'NAT64 of a loopback address'],
    ['64:ff9b::a9fe:a9fe', 'NAT64 of a metadata service'],
    ['64:ff9b:0:0:0:1:808:808', 'beside the NAT64 prefix'],
    ['64:ff9b:1::808:808', 'local NAT64 that no setting names'],
    ['100::1', 'discard'],
    ['1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'last before 2000::/3'],
    ['4000::', 'first after 2000::/3'],
    ['5f00::1', 'segment routing'],
    ['fc00::1', 'unique local'],
    ['fd00:ec2::254', 'metadata service'],
    ['fe80::1', 'link-local'],
    ['fec0::1', 'site-local'],
    ['ff02::1', 'multicast'],
    ['2001::', 'Teredo'],
    ['2001:0:53aa:64c::1', 'Teredo'],
    ['2001:2::1', 'benchmarking'],
    ['2001:10::1', 'ORCHID'],
    ['2001:20::1', 'ORCHIDv2'],
    ['2001:1ff:ffff::1', 'last of the protocol assignments'],
    ['2001:db8::', 'documentation'],
    ['2001:db8:ffff:ffff::1', 'documentation'],
    ['2002:7f00:1::', '6to4'],
    ['2002:808:808::1', '6to4, even with a public address'],
    ['2620:4f:8000::1', 'AS112'],
    ['3fff::1', 'documentation'],
    ['3fff:fff:ffff::1', 'documentation'],
    ['2606:4700::5efe:7f00:1', 'ISATAP'],
    ['2606:4700::200:5efe:808:808', 'ISATAP'],
    ['2606:4700::1%eth0', 'with a zone'],
    ['localhost', 'a name'],
    ['', 'nothing'],
  ] as const) {
    it(`refuses ${address} (${what})`, () => {
      expect(judgeAddress(address)).to.be.a('string');
    });
  }

  it('refuses every IPv6 address that embeds an IPv4 address by another rule than NAT64', () => {
    const prefixes = ['::ffff:', '::', '::ffff:0:', '64:ff9b:1::', '2606:4700:1:2:0:5efe:'];
    fc.assert(
      fc.property(fc.constantFrom(...prefixes), fc.nat({ max: 2 ** 32 - 1 }), (prefix, number) => {
        expect(judgeAddress(`${prefix}${toText(number)}`)).to.be.a('string');
      }),
    );
  });

  it('refuses every IPv6 address outside 2000::/3', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const head = Number.parseInt(address.split(':')[0] || '0', 16);
        fc.pre(head >> 13 !== 1 && !address.startsWith('64:ff9b:'));
        expect(judgeAddress(address)).to.be.a('string');
      }),
    );
  });

  it('never throws and names no address, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const refusal = judgeAddress(text);
        expect(refusal === null || /^not an? (?:public )?address$/.test(refusal)).to.equal(true);
      }),
    );
  });

  it('lets allowed ranges pass, of their own family only', () => {
    const allowed = [range('127.0.0.0/8'), range('::1/128')];
    expect(judgeAddress('127.0.0.1', allowed)).to.equal(null);
    expect(judgeAddress('::1', allowed)).to.equal(null);
    expect(judgeAddress('::ffff:127.0.0.1', allowed)).to.equal('not a public address');
    expect(judgeAddress('10.0.0.1', allowed)).to.equal('not a public address');
    expect(judgeAddress('::2', allowed)).to.equal('not a public address');
  });
});

function range(text: string): AddressRange {
  const parsed = parseRange(text);
  if (parsed === null) throw new Error(`Not a range: ${text}`);
  return parsed;
}

function toNumber(text: string): number {
  return text.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

function toText(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}
