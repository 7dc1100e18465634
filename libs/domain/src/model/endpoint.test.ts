import { expect } from 'chai';

import { endpointMatches, shownUrl } from './endpoint.ts';

describe('endpointMatches', () => {
  const event = { resendType: 'CASHIN', type: 'PIX_CASHIN_RECEIVED' } as const;

  it('matches every event of its side', () => {
    expect(endpointMatches('CASHIN', event)).to.equal(true);
    expect(endpointMatches('CASHOUT', event)).to.equal(false);
  });

  it('matches nothing for those that want notifications, whatever an event calls itself', () => {
    expect(endpointMatches('resend.finished', event)).to.equal(false);
    expect(endpointMatches('endpoint.health', { ...event, type: 'endpoint.health' })).to.equal(
      false,
    );
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
    ['https://a.example/hook?code=secret', 'https://a.example/hook?code=***'],
    ['https://a.example/?a=1&CODE=se%20cret&b=2#c', 'https://a.example/?a=1&CODE=***&b=2#c'],
    ['https://a.example/?%63ode=secret=', 'https://a.example/?%63ode=***'],
    ['https://a.example/?code=a&code=b', 'https://a.example/?code=***&code=***'],
    ['https://a.example/?code', 'https://a.example/?code'],
    ['https://a.example/?barcode=1&codes=2', 'https://a.example/?barcode=1&codes=2'],
    ['https://u:p@a.example/?code=secret', 'https://a.example/?code=***'],
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
