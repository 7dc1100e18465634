import { expect } from 'chai';

import { BoundedCache } from './bounded-cache.ts';

describe('BoundedCache', () => {
  it('makes a value once', () => {
    const made: string[] = [];
    const cache = new BoundedCache(2, (key: string) => made.push(key));
    expect([cache.get('a'), cache.get('a'), cache.get('b')]).to.deep.equal([1, 1, 2]);
    expect(made).to.deep.equal(['a', 'b']);
  });

  it('forgets the oldest beyond its size', () => {
    const made: string[] = [];
    const cache = new BoundedCache(2, (key: string) => made.push(key));
    for (const key of ['a', 'b', 'c', 'b', 'a']) cache.get(key);
    expect(made).to.deep.equal(['a', 'b', 'c', 'a']);
    expect(cache.size).to.equal(2);
  });

  it('remembers null', () => {
    let made = 0;
    const cache = new BoundedCache<string, null>(2, () => {
      made += 1;
      return null;
    });
    cache.get('a');
    expect(cache.get('a')).to.equal(null);
    expect(made).to.equal(1);
  });
});
