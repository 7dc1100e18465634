import { expect } from 'chai';

import { isExpired } from './expiry.ts';

describe('isExpired', () => {
  const resend = { createdAtMs: 1_000, expiresAfterMs: 500 };

  for (const [atMs, expected] of [
    [0, false],
    [1_000, false],
    [1_499, false],
    [1_500, true],
    [1_501, true],
  ] as const) {
    it(`is ${expected} at ${atMs} for what was accepted at 1000 and lives for 500`, () => {
      expect(isExpired(resend, atMs)).to.equal(expected);
    });
  }
});
