import { expect } from 'chai';

import { latenciesOf } from './latencies.ts';

const probe = { id: 7, logUrl: '', sentMs: 100, acceptedMs: 110 };

describe('latenciesOf', () => {
  it('takes the first arrival at each endpoint', () => {
    const arrivals = [
      { endpoint: 1, resendId: 7, atMs: 115, inFlight: 1 },
      { endpoint: 2, resendId: 7, atMs: 105, inFlight: 1 },
      { endpoint: 1, resendId: 7, atMs: 900, inFlight: 1 },
      { endpoint: 1, resendId: 8, atMs: 101, inFlight: 1 },
    ];
    expect(latenciesOf([probe], arrivals)).to.deep.equal({
      fromAccepted: [5, -5],
      fromSent: [15, 5],
      answers: [10],
    });
  });

  it('refuses a probe that never arrived', () => {
    expect(() => latenciesOf([probe], [])).to.throw('resend 7 never arrived');
  });
});
