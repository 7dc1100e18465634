import { expect } from 'chai';

import { defaultExpiresAfterMs, defaultScheduleMs } from './retry-schedule.ts';

describe('the default retry schedule', () => {
  it('is at once, 5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h', () => {
    const seconds = defaultScheduleMs.map((waitMs) => waitMs / 1000);
    expect(seconds).to.deep.equal([0, 5, 30, 120, 600, 1800, 3600, 7200]);
  });

  it('ends well before a delivery expires, after 72 h', () => {
    expect(defaultExpiresAfterMs).to.equal(259_200_000);
  });
});
