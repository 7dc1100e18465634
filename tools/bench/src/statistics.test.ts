import { expect } from 'chai';

import { median, quantile } from './statistics.ts';

describe('statistics', () => {
  it('find the middle, whatever the order', () => {
    expect(median([3, 1, 2])).to.equal(2);
    expect(median([10, 9, 1, 2])).to.equal(9);
    expect(median([])).to.be.NaN;
  });

  it('find quantiles', () => {
    const values = Array.from({ length: 100 }, (_, at) => at + 1);
    expect(quantile(values, 0.99)).to.equal(100);
    expect(quantile(values, 0.5)).to.equal(51);
    expect(quantile(values, 0)).to.equal(1);
    expect(quantile(values, 1)).to.equal(100);
  });
});
