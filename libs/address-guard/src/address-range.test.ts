import { expect } from 'chai';

import { isInRange, parseAddress, parseRange } from './address-range.ts';

describe('parseAddress', () => {
  it('reads the usual spelling of both families', () => {
    expect(parseAddress('192.0.2.1')?.kind()).to.equal('ipv4');
    expect(parseAddress('2001:db8::1')?.kind()).to.equal('ipv6');
  });

  for (const text of [
    '',
    '127.1',
    '0177.0.0.1',
    '0x7f.0.0.1',
    '2130706433',
    'fe80::1%eth0',
    '::g',
  ]) {
    it(`does not read "${text}"`, () => {
      expect(parseAddress(text)).to.equal(null);
    });
  }
});

describe('parseRange', () => {
  for (const text of ['0.0.0.0/0', '10.0.0.0/8', '127.0.0.1/32', '::/0', '::1/128', 'fd00::/8']) {
    it(`reads "${text}"`, () => {
      const range = parseRange(text);
      expect(`${range?.base.toString()}/${range?.prefixLength}`).to.equal(text);
    });
  }

  for (const text of [
    '',
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8.0',
    '10.0.0/8',
    '::/129',
    '::1/',
    '10.0.0.0/8/8',
    '1/10.0.0.0/8',
    ' 10.0.0.0/8',
    '10.0.0.0/8 ',
    'localhost/8',
    '10.0.0.0/0008',
  ]) {
    it(`does not read "${text}"`, () => {
      expect(parseRange(text)).to.equal(null);
    });
  }
});

describe('isInRange', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['10.0.0.0', '10.0.0.0/8', true],
    ['10.255.255.255', '10.0.0.0/8', true],
    ['11.0.0.0', '10.0.0.0/8', false],
    ['9.255.255.255', '10.0.0.0/8', false],
    ['fd00::1', 'fd00::/8', true],
    ['fe00::1', 'fd00::/8', false],
    ['::1', '0.0.0.0/0', false],
    ['0.0.0.1', '::/0', false],
    ['::ffff:10.0.0.1', '10.0.0.0/8', false],
  ];
  for (const [address, range, expected] of cases) {
    it(`finds ${address} ${expected ? 'in' : 'outside'} ${range}`, () => {
      const parsedAddress = parseAddress(address);
      const parsedRange = parseRange(range);
      if (parsedAddress === null || parsedRange === null) throw new Error('bad case');
      expect(isInRange(parsedAddress, parsedRange)).to.equal(expected);
    });
  }
});
