import type { SampleRow } from '@webhooks/domain';
import { expect } from 'chai';

import { SampleChoice } from './sample-choice.ts';

describe('SampleChoice', () => {
  function choiceOf(size: number, candidates: readonly Partial<SampleRow>[]): SampleChoice {
    const choice = new SampleChoice(size);
    candidates.forEach((change, index) =>
      choice.add({
        position: index + 1,
        eventType: 'A',
        endpointId: 'ep',
        lastFailure: '',
        predecessors: [],
        ...change,
      }),
    );
    return choice;
  }

  function chosen(size: number, candidates: readonly Partial<SampleRow>[]): string[] {
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
    const kinds = [{ eventType: 'B' }, {}, {}, { lastFailure: '500', predecessors: null }];
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

  it('takes nothing before which too many events of its object have to go', () => {
    const late = { predecessors: null };
    expect(chosen(3, [late, {}, late, {}])).to.deep.equal(['2 of 4', '4 of 4']);
    expect(chosen(3, [late])).to.deep.equal([]);
  });

  describe('of a kind that is always behind another of its object', () => {
    const created = { eventType: 'CREATED' };
    const paid = { eventType: 'PAID' };
    /** Two objects of two events each. */
    const objects = [
      created,
      created,
      { ...paid, predecessors: [1] },
      { ...paid, predecessors: [2] },
    ];

    it('takes an object from its first event on', () => {
      const choice = choiceOf(4, objects);
      expect(choice.predecessors()).to.deep.equal([]);
      expect(choice.chosen().map(({ position }) => position)).to.deep.equal([1, 3, 2, 4]);
      expect(choice.leftOut(choice.chosen()).count).to.equal(0);
    });

    it('asks for the earlier events that it knows by their position alone', () => {
      const choice = choiceOf(2, [created, created, { ...paid, predecessors: [2] }]);
      expect(choice.predecessors(), 'one that is in the sample anyway').to.deep.equal([]);
      const later = choiceOf(2, [{ ...paid, position: 5, predecessors: [4] }]);
      expect(later.predecessors()).to.deep.equal([4]);
      const earlier = { endpointId: 'ep', lastFailure: '', predecessors: [], ...created };
      expect(later.chosen([{ ...earlier, position: 4 }])).to.deep.equal([
        { endpointId: 'ep', lastFailure: '', ...created, position: 4, deliveries: 1 },
        { endpointId: 'ep', lastFailure: '', ...paid, position: 5, deliveries: 1 },
      ]);
    });

    it('leaves out what is settled meanwhile', () => {
      const choice = choiceOf(3, [{ ...paid, predecessors: [9] }]);
      expect(choice.predecessors()).to.deep.equal([9]);
      expect(choice.chosen([]).map(({ position }) => position)).to.deep.equal([1]);
    });

    it('takes none of an object that would be too many', () => {
      expect(chosen(2, [{ ...paid, predecessors: [2, 3] }, created, created])).to.deep.equal([
        '2 of 2',
        '3 of 2',
      ]);
    });
  });
});
