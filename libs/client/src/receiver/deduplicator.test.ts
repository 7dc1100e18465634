import { expect } from 'chai';

import { processOnce } from './deduplicator.ts';
import { createMemoryDeduplicator } from './memory-deduplicator.ts';

describe('processOnce', () => {
  it('processes an event once, however often it is delivered', async () => {
    const deduplicator = createMemoryDeduplicator();
    let processed = 0;
    const deliver = () => processOnce(deduplicator, 'evt_1', () => void (processed += 1));
    expect(await Promise.all([deliver(), deliver(), deliver()])).to.have.members([
      'processed',
      'duplicate',
      'duplicate',
    ]);
    expect(processed).to.equal(1);
  });

  it('processes it again after a failure', async () => {
    const deduplicator = createMemoryDeduplicator();
    const failure = new Error('no database');
    const failing = processOnce(deduplicator, 'evt_1', () => Promise.reject(failure));
    expect(await failing.catch((error: unknown) => error)).to.equal(failure);
    expect(await processOnce(deduplicator, 'evt_1', () => {})).to.equal('processed');
  });
});

describe('the deduplicator in memory', () => {
  it('forgets what was seen longest ago beyond its limit', async () => {
    const deduplicator = createMemoryDeduplicator({ maxIds: 2 });
    for (const id of ['a', 'b', 'a', 'c']) await deduplicator.claim(id);
    expect(await deduplicator.claim('a')).to.equal(false);
    expect(await deduplicator.claim('b')).to.equal(true);
  });
});
