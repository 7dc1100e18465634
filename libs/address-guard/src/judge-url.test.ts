import { expect } from 'chai';
import fc from 'fast-check';

import { parseRange } from './address-range.ts';
import { judgeAddress } from './judge-address.ts';
import { judgeUrl, type AddressPolicy } from './judge-url.ts';

const strict: AddressPolicy = { allowHttp: false, ports: new Set([443, 8443]), allowedRanges: [] };
const open: AddressPolicy = { allowHttp: true, ports: null, allowedRanges: [] };

describe('judgeUrl', () => {
  for (const url of [
    'https://merchant.example/hook',
    'https://merchant.example:8443/hook?a=b#c',
    'https://8.8.8.8/',
    'https://[2606:4700:4700::1111]/',
    'https://[64:ff9b::8.8.8.8]/',
    'https://a_b.example./',
  ]) {
    it(`lets ${url} pass`, () => {
      expect(judgeUrl(new URL(url), strict)).to.equal(null);
    });
  }

  for (const [url, refusal] of [
    ['http://merchant.example/', 'not https'],
    ['ftp://merchant.example/', 'not an HTTP URL'],
    ['file:///etc/passwd', 'not an HTTP URL'],
    ['ws://merchant.example/', 'not an HTTP URL'],
    ['https://user@merchant.example/', 'a user name or password in the URL'],
    ['https://:secret@merchant.example/', 'a user name or password in the URL'],
    ['https://merchant.example:80/', 'a port that is not allowed'],
    ['https://merchant.example:0/', 'a port that is not allowed'],
    ['https://127.0.0.1/', 'not a public address'],
    ['https://[::1]/', 'not a public address'],
    ['https://[64:ff9b::10.0.0.1]/', 'not a public address'],
  ] as const) {
    it(`refuses ${url}: ${refusal}`, () => {
      expect(judgeUrl(new URL(url), strict)).to.equal(refusal);
    });
  }

  it('knows the default port of each scheme', () => {
    const only80 = { ...open, ports: new Set([80]) };
    expect(judgeUrl(new URL('http://merchant.example/'), only80)).to.equal(null);
    expect(judgeUrl(new URL('https://merchant.example/'), only80)).to.be.a('string');
    const only443 = { ...open, ports: new Set([443]) };
    expect(judgeUrl(new URL('https://merchant.example/'), only443)).to.equal(null);
    expect(judgeUrl(new URL('http://merchant.example/'), only443)).to.be.a('string');
  });

  it('lets every port but 0 pass without a list', () => {
    expect(judgeUrl(new URL('http://merchant.example:1/'), open)).to.equal(null);
    expect(judgeUrl(new URL('http://merchant.example:65535/'), open)).to.equal(null);
    expect(judgeUrl(new URL('http://merchant.example:0/'), open)).to.be.a('string');
  });

  it('lets literal addresses of allowed ranges pass', () => {
    const allowedRanges = [parseRange('127.0.0.0/8'), parseRange('::1/128')].filter(
      (it) => it !== null,
    );
    const policy = { ...open, allowedRanges };
    expect(judgeUrl(new URL('http://127.0.0.1:8082/'), policy)).to.equal(null);
    expect(judgeUrl(new URL('http://[::1]:8082/'), policy)).to.equal(null);
    expect(judgeUrl(new URL('http://10.0.0.1/'), policy)).to.be.a('string');
  });

  for (const host of [
    '127.1',
    '0177.0.0.1',
    '0x7f.0.0.1',
    '2130706433',
    '017700000001',
    '0x7f000001',
    '127.0.0.1.',
    '１２７.０.０.１',
    '127。0。0。1',
    '%31%32%37.0.0.1',
    '①②⑦.0.0.1',
    '0',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:0:0:1]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '169.254.169.254',
    '0xa9fea9fe',
  ]) {
    it(`refuses the spelling ${host}`, () => {
      expect(judgeUrl(new URL(`http://${host}/`), open)).to.equal('not a public address');
    });
  }

  it('judges every spelling of an IPv4 address like the address', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 32 - 1 }), fc.nat({ max: 5 }), (number, spelling) => {
        const url = new URL(`http://${spellings[spelling]?.(number)}/`);
        expect(judgeUrl(url, open)).to.equal(judgeAddress(dotted(number)));
      }),
    );
  });
});

const octetsOf = (number: number): number[] => [24, 16, 8, 0].map((it) => (number >>> it) & 255);
const dotted = (number: number): string => octetsOf(number).join('.');

const spellings: readonly ((number: number) => string)[] = [
  dotted,
  (number) => String(number),
  (number) => `0x${number.toString(16)}`,
  (number) => `0${number.toString(8)}`,
  (number) =>
    octetsOf(number)
      .map((octet) => `0${octet.toString(8)}`)
      .join('.'),
  (number) => `${number >>> 24}.${number & 0xffffff}`,
];
