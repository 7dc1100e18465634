import { expect } from 'chai';

import { planLanes } from './lane-plan.ts';

describe('planLanes', () => {
  it('begins with what takes longest, and keeps what stays alone apart', () => {
    const settings = { longestFirst: ['c', 'b'], alone: ['d'] };
    expect(planLanes(['a', 'b', 'c', 'd', 'e'], settings)).to.deep.equal({
      together: ['c', 'b', 'a', 'e'],
      alone: ['d'],
    });
  });

  it('refuses names of files that are gone', () => {
    expect(() => planLanes(['a'], { longestFirst: ['b'], alone: [] })).to.throw('there is no b');
  });
});
