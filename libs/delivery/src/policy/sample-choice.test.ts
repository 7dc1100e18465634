import { expect } from 'chai';

import { SampleChoice, type SampleCandidate } from './sample-choice.ts';

describe('SampleChoice', () => {
  function choiceOf(size: number, candidates: readonly Partial<SampleCandidate>[]): SampleChoice {
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
    return choice;
  }

  function chosen(size: number, candidates: readonly Partial<SampleCandidate>[]): string[] {
    return choiceOf(size, candidates)
      .chosen()
      .map(({ position, deliveries }) => `${position} of ${deliveries}`);
  }

  it('takes one of each kind, the largest first, then the next of each', () => {
    const kinds = [{ eventType: 'B' }, {}, {}, { endpointId: 'ep_2' }, {}, { lastFailure: '500' }];
    expect(chosen(5, kinds)).to.deep.equal(['2 of 3', '1 of 1', '4 of 1', '6 of 1', '3 of 3']);
    expect(chosen(2, kinds)).to.deep.equal(['2 of 3', '1 of 1']);
    expect(chosen(100, kinds)).to.have.length(6);
  });

  it('names the kinds that it has no delivery of, the largest first', () => {
    const kinds = [{ eventType: 'B' }, {}, {}, { lastFailure: '500', isFirstOfObject: false }];
    const choice = choiceOf(1, kinds);
    const of = (eventType: string, lastFailure: string | null) => ({
      ...{ eventType, endpointId: 'ep', lastFailure, deliveries: 1 },
    });
    expect(choice.leftOut(choice.chosen())).to.deep.equal({
      count: 2,
      kinds: [of('B', null), of('A', '500')],
    });
    const many = choiceOf(
      1,
      Array.from({ length: 30 }, (_, n) => ({ eventType: `T${n}` })),
    );
    const leftOut = many.leftOut(many.chosen());
    expect([leftOut.count, leftOut.kinds.length]).to.deep.equal([29, 20]);
  });

  it('takes nothing before which an earlier event of its object has to go', () => {
    const later = { isFirstOfObject: false };
    expect(chosen(3, [later, {}, later, {}])).to.deep.equal(['2 of 4', '4 of 4']);
    expect(chosen(3, [later])).to.deep.equal([]);
  });
});
