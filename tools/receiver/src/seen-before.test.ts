import { expect } from 'chai';

import { SeenBefore } from './seen-before.ts';

describe('SeenBefore', () => {
  it('knows what came before', () => {
    const seen = new SeenBefore(10);
    expect(seen.add('a')).to.equal(false);
    expect(seen.add('b')).to.equal(false);
    expect(seen.add('a')).to.equal(true);
  });

  it('forgets the oldest beyond its limit', () => {
    const seen = new SeenBefore(2);
    for (const key of ['a', 'b', 'a', 'c']) seen.add(key);
    expect(seen.add('a')).to.equal(true);
    expect(seen.add('b')).to.equal(false);
  });
});
