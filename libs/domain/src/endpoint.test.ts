import { expect } from 'chai';

import { endpointMatches } from './endpoint.ts';

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
