import { expect } from 'chai';

import { createVerifiedTokenCache } from './verified-token-cache.ts';

describe('createVerifiedTokenCache', () => {
  const claims = {
    type: 'access',
    userId: 1,
    tokenId: 'a',
    issuedAtS: 0,
    notBeforeS: null,
    expiresAtS: 100,
  } as const;

  it('remembers a token until it expires', () => {
    const cache = createVerifiedTokenCache();
    cache.set('token', claims, 600_000);
    expect(cache.get('token', 99_999)).to.equal(claims);
    expect(cache.get('token', 100_000)).to.equal(undefined);
  });

  it('verifies a long-lived token again when its key is to be asked for again', () => {
    const cache = createVerifiedTokenCache();
    cache.set('token', { ...claims, expiresAtS: 100_000 }, 600_000);
    expect(cache.get('token', 599_999)).to.not.equal(undefined);
    expect(cache.get('token', 600_000)).to.equal(undefined);
  });

  it('forgets the least recently used token when it is full', () => {
    const cache = createVerifiedTokenCache(2);
    cache.set('a', claims, 600_000);
    cache.set('b', claims, 600_000);
    cache.get('a', 0);
    cache.set('c', claims, 600_000);
    expect(['a', 'b', 'c'].map((token) => cache.get(token, 0) === claims)).to.deep.equal([
      true,
      false,
      true,
    ]);
  });
});
