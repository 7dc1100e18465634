import { expect } from 'chai';

import { parseRetryAfterMs } from './retry-after.ts';

const nowMs = Date.UTC(2026, 4, 12, 10, 30);

describe('parseRetryAfterMs', () => {
  for (const [header, expected] of [
    ['0', 0],
    ['7', 7_000],
    ['Tue, 12 May 2026 10:30:05 GMT', 5_000],
    ['Tue, 12 May 2026 10:29:00 GMT', 0],
    ['soon', null],
    ['-1', null],
    ['1.5', null],
    ['', null],
    ['9999999999', null],
    [null, null],
  ] as const) {
    it(`reads ${JSON.stringify(header)} as ${expected}`, () => {
      expect(parseRetryAfterMs(header, nowMs)).to.equal(expected);
    });
  }
});
