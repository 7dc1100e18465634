import { expect } from 'chai';
import fc from 'fast-check';

import { parseRange, type AddressRange } from './address-range.ts';
import { judgeAddress } from './judge-address.ts';
import { judgeUrl } from './judge-url.ts';
import { parseNat64Prefix } from './nat64.ts';

/** RFC 6052, 2.4: 192.0.2.33 by each length, here with 8.8.8.8. */
const examples = [
  ['2001:67c::/32', '2001:67c:808:808::'],
  ['2001:67c:100::/40', '2001:67c:108:808:8::'],
  ['2001:67c:122::/48', '2001:67c:122:808:8:800::'],
  ['2001:67c:122:300::/56', '2001:67c:122:308:8:808::'],
  ['2001:67c:122:344::/64', '2001:67c:122:344:8:808:800:0'],
  ['2001:67c:122:344::/96', '2001:67c:122:344::8.8.8.8'],
  ['fd00:64::/96', 'fd00:64::8.8.8.8'],
  ['64:ff9b:1:fffe::/96', '64:ff9b:1:fffe::8.8.8.8'],
] as const;

describe('a NAT64 prefix', () => {
  for (const [prefix, address] of examples) {
    it(`${prefix} makes ${address} an address for 8.8.8.8`, () => {
      expect(judgeAddress(address, [], [nat64(prefix)])).to.equal(null);
    });
  }

  it('judges by the IPv4 address alone, for every prefix and address', () => {
    const prefixes = fc.constantFrom('64:ff9b::/96', ...examples.map(([prefix]) => prefix));
    fc.assert(
      fc.property(prefixes, ipv4(), (prefix, octets) => {
        const address = embed(prefix, octets);
        const expected = judgeAddress(octets.join('.'));
        expect(judgeAddress(address, [], [nat64(prefix)]), address).to.equal(expected);
      }),
    );
  });

  it('judges the well-known prefix in every spelling of a URL, with no setting', () => {
    fc.assert(
      fc.property(ipv4(), fc.nat({ max: 3 }), (octets, spelling) => {
        const [a, b, c, d] = octets;
        const high = (a * 256 + b).toString(16);
        const low = (c * 256 + d).toString(16);
        const host = [
          `64:ff9b::${octets.join('.')}`,
          `64:ff9b::${high}:${low}`,
          `0064:FF9B:0:0:0:0:${high.toUpperCase()}:${low}`,
          `64:ff9b:0000::0:${octets.join('.')}`,
        ][spelling];
        const policy = { allowHttp: true, ports: null, allowedRanges: [] };
        expect(judgeUrl(new URL(`http://[${host}]/`), policy), host).to.equal(
          judgeAddress(octets.join('.')),
        );
      }),
    );
  });

  it('lets no other embedding pass, whatever IPv4 address it holds', () => {
    const others = ['::', '::ffff:', '::ffff:0:', '64:ff9b:1::', '64:ff9b:0:1::', 'fd00:65::'];
    fc.assert(
      fc.property(fc.constantFrom(...others), ipv4(), (head, octets) => {
        const address = `${head}${octets.join('.')}`;
        expect(judgeAddress(address, [], [nat64('fd00:64::/96')]), address).to.be.a('string');
      }),
    );
  });

  it('holds an address that two prefixes fit to both', () => {
    const both = [nat64('2001:67c:122:344::/96'), nat64('2001:67c:122:300::/56')];
    // By the longer one 8.8.8.8, by the shorter one 68.0.0.0, and then 127.0.0.1 the other way.
    expect(judgeAddress('2001:67c:122:344::8.8.8.8', [], both)).to.equal(null);
    expect(judgeAddress('2001:67c:122:344::127.0.0.1', [], both)).to.be.a('string');
    const asLocal = [nat64('2001:67c:122:300::/56'), nat64('2001:67c:122::/48')];
    expect(judgeAddress('2001:67c:122:30a:0:1:808:808', [], asLocal)).to.be.a('string');
  });

  it('refuses an address with something in its ninth octet, which belongs to no IPv4 address', () => {
    const prefix = nat64('2001:67c:122:344::/64');
    expect(judgeAddress('2001:67c:122:344:108:808:800:0', [], [prefix])).to.be.a('string');
  });

  it('leads to what is allowed for IPv4, and may be allowed itself', () => {
    const allowed = [range('10.0.0.0/8'), range('64:ff9b::7f00:0/104')];
    expect(judgeAddress('64:ff9b::10.1.2.3', allowed)).to.equal(null);
    expect(judgeAddress('64:ff9b::127.0.0.1', allowed)).to.equal(null);
    expect(judgeAddress('64:ff9b::172.16.0.1', allowed)).to.be.a('string');
  });

  for (const text of [
    '64:ff9b::',
    '10.0.0.0/32',
    '2001:67c::/33',
    '2001:67c::/128',
    '2001:67c::1/96',
    '2001:67c:122:344:100::/96',
    '::/96',
    '::ffff:0:0/96',
    '2002::/32',
    '2001::/32',
    'fe80::/64',
    'ff02::/96',
    '64:ff9b::/64',
    'dns64',
    '',
  ]) {
    it(`cannot be "${text}"`, () => {
      expect(parseNat64Prefix(text)).to.equal(null);
    });
  }
});

function ipv4(): fc.Arbitrary<[number, number, number, number]> {
  const octet = fc.nat({ max: 255 });
  return fc.oneof(
    fc.tuple(octet, octet, octet, octet),
    fc.tuple(fc.constantFrom(0, 10, 127, 169, 172, 192, 224), octet, octet, octet),
  );
}

/** Writes the octets behind a prefix, around the ninth octet of the address. */
function embed(prefix: string, octets: readonly number[]): string {
  const { base, prefixLength } = nat64(prefix);
  const bytes = base.toByteArray();
  const places = bytes.map((_byte, index) => index).filter((index) => index !== 8);
  const first = places.findIndex((index) => index >= prefixLength / 8);
  octets.forEach((octet, index) => {
    bytes[places[first + index] ?? NaN] = octet;
  });
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  return groups.join(':');
}

function nat64(text: string): AddressRange {
  return parseNat64Prefix(text) ?? expect.fail(`Not a prefix: ${text}`);
}

function range(text: string): AddressRange {
  return parseRange(text) ?? expect.fail(`Not a range: ${text}`);
}
