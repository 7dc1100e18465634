import { expect } from 'chai';

import { LruMap } from './lru-map.ts';

describe('LruMap', () => {
  it('forgets what was used longest ago when it is full', () => {
    const map = new LruMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    expect(map.get('a')).to.equal(1);
    map.set('c', 3);
    expect([map.get('a'), map.get('b'), map.get('c')]).to.deep.equal([1, undefined, 3]);
    expect(map.size).to.equal(2);
  });

  it('keeps the others when a key gets another value', () => {
    const map = new LruMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.set('b', 3);
    expect([map.get('a'), map.get('b')]).to.deep.equal([1, 3]);
  });

  it('makes a value once, also where it is null', () => {
    const made: string[] = [];
    const map = new LruMap<string, null>(2);
    const make = (key: string): null => (made.push(key), null);
    expect(map.getOrInsertComputed('a', make)).to.equal(null);
    expect(map.getOrInsertComputed('a', make)).to.equal(null);
    expect(made).to.deep.equal(['a']);
  });

  it('forgets what is deleted', () => {
    const map = new LruMap<string, number>(2);
    map.set('a', 1);
    map.delete('a');
    expect(map.get('a')).to.equal(undefined);
    expect(map.size).to.equal(0);
  });
});
