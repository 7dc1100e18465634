import { growthBeyondLinear } from '@webhooks/testing';
import { expect } from 'chai';
import fc from 'fast-check';

import { parseHttpDate } from './http-date.ts';

const nowMs = Date.UTC(2026, 7, 1);
const expected = Date.UTC(1994, 10, 6, 8, 49, 37);

describe('parseHttpDate', () => {
  for (const letters of [' ', '0', 'S', ',', 'Sun, ', 'Sun Nov  6 ', 'Sunday, 06-']) {
    it(`takes no longer for "${letters}" without end than for the first of it`, () => {
      const read = (text: string): number | null => parseHttpDate(text, nowMs);
      expect(growthBeyondLinear(read, { letters })).to.equal(null);
    });
  }

  for (const text of [
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
    'sun, 06 nov 1994 08:49:37 gmt',
  ]) {
    it(`reads ${text}`, () => {
      expect(parseHttpDate(text, nowMs)).to.equal(expected);
    });
  }

  it('reads a day of two digits in the form of asctime', () => {
    expect(parseHttpDate('Wed Nov 16 08:49:37 1994', nowMs)).to.equal(expected + 10 * 86_400_000);
  });

  for (const [text, year] of [
    ['Sunday, 06-Nov-00 08:49:37 GMT', 2000],
    ['Sunday, 06-Nov-26 08:49:37 GMT', 2026],
    ['Sunday, 06-Nov-76 08:49:37 GMT', 2076],
    ['Sunday, 06-Nov-77 08:49:37 GMT', 1977],
    ['Sunday, 06-Nov-99 08:49:37 GMT', 1999],
  ] as const) {
    it(`takes the year of ${text} for ${year}`, () => {
      expect(new Date(parseHttpDate(text, nowMs) ?? 0).getUTCFullYear()).to.equal(year);
    });
  }

  for (const [text, iso] of [
    ['Thu, 29 Feb 2024 00:00:00 GMT', '2024-02-29T00:00:00.000Z'],
    ['Fri, 31 Dec 9999 23:59:59 GMT', '9999-12-31T23:59:59.000Z'],
    ['Sat, 31 Dec 2016 23:59:60 GMT', '2017-01-01T00:00:00.000Z'],
    ['Sat, 01 Jan 0050 00:00:00 GMT', '0050-01-01T00:00:00.000Z'],
  ] as const) {
    it(`reads ${text} as ${iso}`, () => {
      expect(new Date(parseHttpDate(text, nowMs) ?? 0).toISOString()).to.equal(iso);
    });
  }

  for (const text of [
    '',
    '1994-11-06T08:49:37Z',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 +0000',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 06 Nov 94 08:49:37 GMT',
    'Sun, 06 Foo 1994 08:49:37 GMT',
    'Xyz, 06 Nov 1994 08:49:37 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'Sun, 31 Nov 1994 08:49:37 GMT',
    'Wed, 29 Feb 2023 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:49:37 GMT',
    'Sun, 06 Nov 1994 08:60:37 GMT',
    'Sun, 06 Nov 1994 08:49:61 GMT',
    'Sun, 06-Nov-94 08:49:37 GMT',
    'Sunday, 06-Nov-1994 08:49:37 GMT',
    'Sun Nov 6 08:49:37 1994',
    'Sun Nov 06 08:49:37 1994 GMT',
    ' Sun, 06 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 GMT ',
  ]) {
    it(`does not read "${text}"`, () => {
      expect(parseHttpDate(text, nowMs)).to.equal(null);
    });
  }

  it('reads what a clock writes', () => {
    const dates = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        const seconds = Math.floor(date.getTime() / 1000) * 1000;
        expect(parseHttpDate(date.toUTCString(), nowMs)).to.equal(seconds);
      }),
    );
  });
});
