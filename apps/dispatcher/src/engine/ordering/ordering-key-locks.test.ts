import { expect } from 'chai';

import { OrderingKeyLocks } from './ordering-key-locks.ts';

describe('OrderingKeyLocks', () => {
  const always = () => true;
  const isUrgent = (item: string) => item.startsWith('urgent');

  it('lets one item of a key through and passes the lock on in order', () => {
    const locks = new OrderingKeyLocks<string>(isUrgent);
    expect(locks.acquire('a', 'a1')).to.equal(true);
    expect(locks.acquire('a', 'a2')).to.equal(false);
    expect(locks.acquire('a', 'a3')).to.equal(false);
    expect(locks.acquire('b', 'b1')).to.equal(true);
    expect(locks.release('a', always)).to.equal('a2');
    expect(locks.acquire('a', 'a4')).to.equal(false);
    expect(locks.release('a', always)).to.equal('a3');
    expect(locks.release('a', always)).to.equal('a4');
    expect(locks.release('a', always)).to.equal(null);
    expect(locks.acquire('a', 'a5')).to.equal(true);
  });

  it('passes the lock to what is urgent first', () => {
    const locks = new OrderingKeyLocks<string>(isUrgent);
    for (const item of ['a1', 'a2', 'urgent 1', 'a3', 'urgent 2']) locks.acquire('a', item);
    expect(locks.withdraw((item) => item === 'a2')).to.deep.equal(['a2']);
    const order = [1, 2, 3].map(() => locks.release('a', always));
    expect(order).to.deep.equal(['urgent 1', 'urgent 2', 'a3']);
  });

  it('passes over items that are not wanted any more', () => {
    const locks = new OrderingKeyLocks<string>(isUrgent);
    locks.acquire('a', 'a1');
    locks.acquire('a', 'a2');
    locks.acquire('a', 'a3');
    expect(locks.release('a', (item) => item !== 'a2')).to.equal('a3');
    expect(locks.release('a', () => false)).to.equal(null);
    expect(locks.acquire('a', 'a4')).to.equal(true);
  });
});
