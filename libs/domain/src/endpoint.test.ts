import { expect } from 'chai';

import { endpointMatches, shownUrl } from './endpoint.ts';

describe('endpointMatches', () => {
  const event = { resendType: 'CASHIN', type: 'PIX_CASHIN_RECEIVED' } as const;

  it('matches every event of its side', () => {
    expect(endpointMatches('CASHIN', event)).to.equal(true);
    expect(endpointMatches('CASHOUT', event)).to.equal(false);
  });

  it('matches nothing for those that want notices, whatever an event calls itself', () => {
    expect(endpointMatches('resend.finished', event)).to.equal(false);
    const forged = { ...event, type: 'resend.finished' };
    expect(endpointMatches('resend.finished', forged)).to.equal(false);
  });

  it('matches one exact event type', () => {
    expect(endpointMatches('PIX_CASHIN_RECEIVED', event)).to.equal(true);
    expect(endpointMatches('PIX_CASHIN_REFUNDED', event)).to.equal(false);
    expect(endpointMatches('PIX_CASHIN', event)).to.equal(false);
  });
});

describe('shownUrl', () => {
  for (const [text, shown] of [
    ['https://merchant.example/hook?x=1', 'https://merchant.example/hook?x=1'],
    ['HTTPS://Merchant.example', 'HTTPS://Merchant.example'],
    ['no URL', 'no URL'],
    ['https://user:hush@merchant.example/hook', 'https://merchant.example/hook'],
    ['https://user@merchant.example/hook', 'https://merchant.example/hook'],
    ['https://:hush@merchant.example/hook', 'https://merchant.example/hook'],
  ] as const) {
    it(`shows ${shown} of ${text}`, () => {
      expect(shownUrl(text)).to.equal(shown);
    });
  }
});
