import { expect } from 'chai';

import { medians } from './rounds.ts';

const quiet = { otherCores: 0.1, syncMs: 1 };
const disturbed = { otherCores: 1.5, syncMs: 9 };

describe('medians', () => {
  it('are of the undisturbed rounds alone when there are three', () => {
    const rounds = [{ rate: 1, ...disturbed }, ...[7, 9, 8].map((rate) => ({ rate, ...quiet }))];
    expect(medians(rounds)).to.include({ rate: 8, countedRounds: 3 });
  });

  it('are of all rounds when too few are undisturbed', () => {
    const rounds = [
      { rate: 9, ...quiet },
      { rate: 1, ...disturbed },
      { rate: 2, ...disturbed },
    ];
    expect(medians(rounds)).to.include({ rate: 2, countedRounds: 3 });
  });

  it('are of what there is in a single round', () => {
    expect(medians([{ rate: 4, ...quiet }])).to.include({ rate: 4, countedRounds: 1 });
  });
});
