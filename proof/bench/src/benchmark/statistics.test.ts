import { expect } from 'chai';

import { median, medianBetween, quantile, tenths } from './statistics.ts';

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

  it('find the middle of a stretch, and of each tenth', () => {
    const values = Array.from({ length: 30 }, (_, at) => at);
    expect(medianBetween(values, 1 / 3, 2 / 3)).to.equal(15);
    expect(tenths(values)).to.deep.equal([1, 4, 7, 10, 13, 16, 19, 22, 25, 28]);
    expect(medianBetween([], 0, 1)).to.be.NaN;
  });
});
