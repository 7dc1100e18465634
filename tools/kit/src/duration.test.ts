import { expect } from 'chai';

import { parseDurationS } from './duration.ts';

describe('parseDurationS', () => {
  for (const [text, seconds] of [
    ['45s', 45],
    ['30m', 1_800],
    ['1h', 3_600],
    ['7d', 604_800],
  ] as const) {
    it(`reads ${text} as ${seconds} seconds`, () => {
      expect(parseDurationS(text)).to.equal(seconds);
    });
  }

  for (const text of ['', '1', 'h', '0h', '-1h', '1.5h', '1 h', '1w', '1h30m', '12345678s']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(parseDurationS(text)).to.equal(null);
    });
  }
});
