import { expect } from 'chai';

import { AnswerCache } from './answer-cache.ts';

describe('kept answers', () => {
  const addresses = ['192.0.2.1'];

  for (const [ttlMs, keptMs] of [
    [0, 1_000],
    [999, 1_000],
    [20_000, 20_000],
    [300_000, 300_000],
    [86_400_000, 300_000],
  ] as const) {
    it(`hold for ${keptMs} ms with a time to live of ${ttlMs} ms`, () => {
      let now = 5;
      const cache = new AnswerCache(2, () => now);
      cache.set('a.example', { addresses, ttlMs });
      now += keptMs - 1;
      expect(cache.get('a.example')).to.equal(addresses);
      now += 1;
      expect(cache.get('a.example')).to.equal(null);
      expect(cache.size).to.equal(0);
    });
  }

  it('make room for others, the one that was used longest ago first', () => {
    const cache = new AnswerCache(2, () => 0);
    cache.set('a.example', { addresses, ttlMs: 1_000 });
    cache.set('b.example', { addresses, ttlMs: 1_000 });
    cache.get('a.example');
    cache.set('c.example', { addresses, ttlMs: 1_000 });
    expect(cache.get('b.example')).to.equal(null);
    expect(cache.get('a.example')).to.equal(addresses);
    expect(cache.size).to.equal(2);
  });

  it('are replaced by a later one, which takes no further room', () => {
    const cache = new AnswerCache(2, () => 0);
    cache.set('a.example', { addresses, ttlMs: 1_000 });
    cache.set('b.example', { addresses, ttlMs: 1_000 });
    cache.set('b.example', { addresses: ['192.0.2.2'], ttlMs: 1_000 });
    expect(cache.get('a.example')).to.equal(addresses);
    expect(cache.get('b.example')).to.deep.equal(['192.0.2.2']);
  });
});
