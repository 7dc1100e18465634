import { expect } from 'chai';

import { ProblemCounts } from './problem-counts.ts';

describe('ProblemCounts', () => {
  const linesOf = (problems: readonly string[]): readonly string[] => {
    const counts = new ProblemCounts();
    for (const problem of problems) counts.add(problem);
    return counts.lines();
  };

  it('sums up by reason, the most frequent first', () => {
    const problems = ['it is no JSON', ...Array<string>(1_200).fill('event.id must not be empty')];
    expect(linesOf(problems)).to.deep.equal([
      '1,200 × event.id must not be empty',
      '1 × it is no JSON',
    ]);
  });

  it('has nothing to add to a single bad line', () => {
    expect(linesOf(['it is no JSON'])).to.deep.equal([]);
    expect(linesOf([])).to.deep.equal([]);
  });

  it('counts together what has no end of reasons', () => {
    const lines = linesOf(Array.from({ length: 150 }, (_, at) => `reason ${at}`));
    expect(lines).to.have.length(101);
    expect(lines[0]).to.equal('50 × other reasons');
  });
});
