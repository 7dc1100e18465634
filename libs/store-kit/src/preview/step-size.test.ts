import { expect } from 'chai';

import { StepSize } from './step-size.ts';

describe('StepSize', () => {
  it('shrinks at once to what fits, and never below one pair', () => {
    const size = new StepSize();
    size.took(20);
    expect(size.pairs).to.equal(50);
    for (let step = 0; step < 10; step += 1) size.took(1_000);
    expect(size.pairs).to.equal(1);
  });

  it('grows twofold at most, up to its bound', () => {
    const size = new StepSize();
    size.took(0);
    expect(size.pairs).to.equal(1_000);
    for (let step = 0; step < 10; step += 1) size.took(0.001);
    expect(size.pairs).to.equal(10_000);
  });

  it('stays where a step takes as long as it may', () => {
    const size = new StepSize();
    size.took(2);
    expect(size.pairs).to.equal(500);
  });
});
