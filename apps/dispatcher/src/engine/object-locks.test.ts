import { expect } from 'chai';

import { ObjectLocks } from './object-locks.ts';

describe('ObjectLocks', () => {
  const always = () => true;

  it('lets one item of an object through and passes the lock on in order', () => {
    const locks = new ObjectLocks<string>();
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

  it('passes over items that are not wanted any more', () => {
    const locks = new ObjectLocks<string>();
    locks.acquire('a', 'a1');
    locks.acquire('a', 'a2');
    locks.acquire('a', 'a3');
    expect(locks.release('a', (item) => item !== 'a2')).to.equal('a3');
    expect(locks.release('a', () => false)).to.equal(null);
    expect(locks.acquire('a', 'a4')).to.equal(true);
  });
});
