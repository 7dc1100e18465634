import { expect } from 'chai';

import { inParts, spansPerBar, spanStarts } from './fill-spans.ts';

describe('spanStarts', () => {
  it('fills what was left out, on the grid of what is known', () => {
    expect(spanStarts([130, 150], 10, 100, 165)).to.deep.equal([100, 110, 120, 130, 140, 150, 160]);
    expect(spanStarts([132], 10, 100, 140)).to.deep.equal([102, 112, 122, 132]);
    expect(spanStarts([5], 10, 5, 5)).to.deep.equal([5]);
  });

  it('leaves alone what would be too many, or has no length', () => {
    expect(spanStarts([0, 50], 10, 0, 1_000_000)).to.deep.equal([0, 50]);
    expect(spanStarts([0, 50], 0, 0, 50)).to.deep.equal([0, 50]);
  });
});

describe('spansPerBar', () => {
  it('joins no more than it has to', () => {
    expect([spansPerBar(0, 60), spansPerBar(60, 60), spansPerBar(61, 60)]).to.deep.equal([1, 1, 2]);
    expect(inParts([1, 2, 3, 4, 5], 2)).to.deep.equal([[1, 2], [3, 4], [5]]);
  });
});
