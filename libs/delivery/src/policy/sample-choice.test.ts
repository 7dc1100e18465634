import { expect } from 'chai';

import { SampleChoice, type SampleCandidate } from './sample-choice.ts';

describe('SampleChoice', () => {
  function chosen(size: number, candidates: readonly Partial<SampleCandidate>[]): string[] {
    const choice = new SampleChoice(size);
    candidates.forEach((change, index) =>
      choice.add({
        position: index + 1,
        eventType: 'A',
        endpointId: 'ep',
        lastFailure: '',
        isFirstOfObject: true,
        ...change,
      }),
    );
    return choice.chosen().map(({ position, deliveries }) => `${position} of ${deliveries}`);
  }

  it('takes one of each kind, the largest first, then the next of each', () => {
    const kinds = [{ eventType: 'B' }, {}, {}, { endpointId: 'ep_2' }, {}, { lastFailure: '500' }];
    expect(chosen(5, kinds)).to.deep.equal(['2 of 3', '1 of 1', '4 of 1', '6 of 1', '3 of 3']);
    expect(chosen(2, kinds)).to.deep.equal(['2 of 3', '1 of 1']);
    expect(chosen(100, kinds)).to.have.length(6);
  });

  it('takes nothing before which an earlier event of its object has to go', () => {
    const later = { isFirstOfObject: false };
    expect(chosen(3, [later, {}, later, {}])).to.deep.equal(['2 of 4', '4 of 4']);
    expect(chosen(3, [later])).to.deep.equal([]);
  });
});
