import { expect } from 'chai';

import { isRetriedStatus, retryPauseMs } from './retry-policy.ts';

const policy = { maxRetries: 4, maxPauseMs: 30_000 };

describe('the pause before a retry', () => {
  it('doubles, and half of it is chance', () => {
    const pauses = [1, 2, 3, 4].map((retry) => retryPauseMs(policy, retry, null, 0.5));
    expect(pauses).to.deep.equal([188, 375, 750, 1_500]);
    expect(retryPauseMs(policy, 1, null, 0)).to.equal(125);
    expect(retryPauseMs(policy, 1, null, 0.999_999)).to.equal(250);
  });

  it('stays below eight seconds', () => {
    const pauseMs = retryPauseMs({ ...policy, maxRetries: 50 }, 50, null, 0.999_999);
    expect(pauseMs).to.equal(8_000);
  });

  it('is never shorter than the API asks', () => {
    for (const random of [0, 0.5, 0.999]) {
      const pauseMs = retryPauseMs(policy, 1, 7_000, random);
      expect(pauseMs).to.be.within(7_001, 7_125);
    }
  });

  it('is not taken after the last retry, or when the API asks for too long', () => {
    expect(retryPauseMs(policy, 5, null, 0)).to.equal(null);
    expect(retryPauseMs({ ...policy, maxRetries: 0 }, 1, null, 0)).to.equal(null);
    expect(retryPauseMs(policy, 1, 30_000, 0)).to.be.a('number');
    expect(retryPauseMs(policy, 1, 30_001, 0)).to.equal(null);
  });
});

describe('statuses that are tried again', () => {
  it('are those that say "not now"', () => {
    const statuses = [200, 400, 401, 404, 408, 409, 422, 429, 500, 501, 502, 503, 504];
    expect(statuses.filter(isRetriedStatus)).to.deep.equal([429, 502, 503, 504]);
  });
});
