import { expect } from 'chai';

import { addressBehind } from './caller-address.ts';

describe('addressBehind', () => {
  const isTrusted = (address: string): boolean => address.startsWith('10.');
  const cases: [peer: string, forwardedFor: string, address: string][] = [
    ['203.0.113.7', '', '203.0.113.7'],
    ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['10.0.0.1', '', '10.0.0.1'],
    ['10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['10.0.0.1', '6.6.6.6, 203.0.113.7', '203.0.113.7'],
    ['10.0.0.1', '6.6.6.6, 203.0.113.7 ,10.0.0.2', '203.0.113.7'],
    ['10.0.0.1', '6.6.6.6, nonsense, 10.0.0.2', '10.0.0.2'],
    ['10.0.0.1', '2001:db8::1', '2001:db8::1'],
    ['10.0.0.1', '::ffff:203.0.113.7', '203.0.113.7'],
    ['10.0.0.1', ',,,', '10.0.0.1'],
    ['10.0.0.1', '10.0.0.3,10.0.0.2', '10.0.0.3'],
  ];
  for (const [peer, forwardedFor, address] of cases) {
    it(`is ${address} for ${peer} with "${forwardedFor}"`, () => {
      expect(addressBehind(peer, forwardedFor, isTrusted)).to.equal(address);
    });
  }
});
