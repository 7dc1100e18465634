import { expect } from 'chai';
import fc from 'fast-check';

import { maxRetryAfterMs, parseRetryAfter } from './retry-after.ts';

const nowMs = Date.UTC(1994, 10, 6, 8, 49, 37);

describe('parseRetryAfter', () => {
  for (const [value, expected] of [
    ['0', 0],
    ['1', 1_000],
    ['120', 120_000],
    [' 7 ', 7_000],
    ['0007', 7_000],
    ['86399', 86_399_000],
    ['86400', 86_400_000],
    ['86401', 86_400_000],
    ['9'.repeat(400), 86_400_000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 0],
    ['Sun, 06 Nov 1994 08:49:38 GMT', 1_000],
    ['Sun, 06 Nov 1994 08:49:36 GMT', 0],
    ['Sunday, 06-Nov-94 08:50:37 GMT', 60_000],
    ['Sun Nov  6 09:49:37 1994', 3_600_000],
    ['Mon, 07 Nov 1994 08:49:37 GMT', 86_400_000],
    ['Mon, 07 Nov 1994 08:49:38 GMT', 86_400_000],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 86_400_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ] as const) {
    it(`reads "${value.slice(0, 40)}" as ${expected} ms`, () => {
      expect(parseRetryAfter(value, nowMs)).to.equal(expected);
    });
  }

  for (const value of [
    '',
    ' ',
    '-1',
    '+1',
    '1.5',
    '1e3',
    '0x10',
    '1s',
    'soon',
    'NaN',
    'Infinity',
    '٣',
    '1, 2',
  ]) {
    it(`reads "${value}" as nothing`, () => {
      expect(parseRetryAfter(value, nowMs)).to.equal(null);
    });
  }

  it('is a wait within bounds or nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String)), (value) => {
        const waitMs = parseRetryAfter(value, nowMs);
        expect(waitMs === null || (waitMs >= 0 && waitMs <= maxRetryAfterMs)).to.equal(true);
      }),
    );
  });
});
