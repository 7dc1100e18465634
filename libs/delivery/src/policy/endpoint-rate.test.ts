import { expect } from 'chai';

import { endpointRate } from './endpoint-rate.ts';

describe('endpointRate', () => {
  for (const [rate, burst] of [
    [0.5, 1],
    [10, 1],
    [20, 2],
    [25, 2.5],
    [1_000, 100],
  ] as const) {
    it(`keeps ${burst} at ${rate} per second`, () => {
      expect(endpointRate(rate)).to.deep.equal({ ratePerSecond: rate, burst });
    });
  }
});
