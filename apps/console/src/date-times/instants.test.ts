import { expect } from 'chai';
import fc from 'fast-check';

import {
  isoOf,
  microsOf,
  type RangeEnd,
  readDateTime,
  skippedAround,
  typedFromIso,
} from './instants.ts';
import { restoreZone, useZone } from './zone-for-tests.ts';

/** How a text of the English page is read. */
function read(text: string, end: RangeEnd): string {
  const us = readDateTime(text, end, 'en');
  return typeof us === 'number' ? isoOf(us) : us;
}

describe('readMoment', () => {
  afterEach(restoreZone);

  it('takes in all of the last minute or second that was named, to the microsecond', () => {
    useZone('America/Sao_Paulo');
    expect(read('05/01/2026 23:59', 'end')).to.equal('2026-05-02T02:59:59.999999Z');
    expect(read('05/01/2026 10:30', 'end')).to.equal('2026-05-01T13:30:59.999999Z');
    expect(read('05/01/2026 23:59:10', 'end')).to.equal('2026-05-02T02:59:10.999999Z');
    expect(read('05/01/2026 23:59:10.5', 'end')).to.equal('2026-05-02T02:59:10.500Z');
    expect(read('05/01/2026 24:00', 'end')).to.equal('2026-05-02T03:00:00.000Z');
    expect(read('05/01/2026 23:59', 'start')).to.equal('2026-05-02T02:59:00.000Z');
    expect(read('05/01/2026 23:59:10.5', 'start')).to.equal('2026-05-02T02:59:10.500Z');
  });

  it('goes by an offset where one is named', () => {
    useZone('Asia/Kathmandu');
    expect(read('2026-05-01T23:59Z', 'end')).to.equal('2026-05-01T23:59:59.999999Z');
    expect(read('2026-05-01T23:59:00+05:30', 'start')).to.equal('2026-05-01T18:29:00.000Z');
    expect(read('2026-05-01T23:59:00', 'start')).to.equal('2026-05-01T18:14:00.000Z');
  });

  /** Zone, a time that repeats, and when it is the first and the last time. */
  const repeated = [
    ['America/New_York', '11/01/2026 01:30', '05:30', '06:30:59.999999'],
    ['Europe/Berlin', '10/25/2026 02:00', '00:00', '01:00:59.999999'],
    // Half an hour repeats there.
    ['Australia/Lord_Howe', '04/05/2026 01:45', '2026-04-04T14:45', '2026-04-04T15:15:59.999999'],
    // It repeated at midnight: the day had the same hour as its first and, before, its last one.
    ['America/Sao_Paulo', '02/16/2019 23:15', '2019-02-17T01:15', '2019-02-17T02:15:59.999999'],
  ] as const;
  for (const [zone, text, first, last] of repeated) {
    it(`means both hours of ${text} in ${zone}`, () => {
      useZone(zone);
      expect(read(text, 'start')).to.contain(`${first}:00.000Z`);
      expect(read(text, 'end')).to.contain(`${last}Z`);
    });
  }

  it('knows what the clocks skip, and what is beside it', () => {
    const skipped = [
      ['America/New_York', '03/08/2026 02:30'],
      ['Europe/Berlin', '03/29/2026 02:00'],
      ['America/Sao_Paulo', '11/04/2018 00:30'],
      ['Australia/Lord_Howe', '10/04/2026 02:15'],
      // A whole day.
      ['Pacific/Apia', '12/30/2011 12:00'],
    ] as const;
    for (const [zone, text] of skipped) {
      useZone(zone);
      expect(read(text, 'start'), zone).to.equal('skippedTime');
      expect(read(text, 'end'), zone).to.equal('skippedTime');
    }
    useZone('America/New_York');
    expect(read('03/08/2026 01:59', 'end')).to.equal('2026-03-08T06:59:59.999999Z');
    expect(read('03/08/2026 03:00', 'start')).to.equal('2026-03-08T07:00:00.000Z');
  });

  it('finds every moment again that the clocks show, in any zone', () => {
    const zones = [
      ...['America/Sao_Paulo', 'America/New_York', 'Europe/Lisbon', 'Asia/Kolkata'],
      ...['Australia/Lord_Howe', 'Pacific/Kiritimati', 'Pacific/Niue', 'UTC'],
    ];
    const minute = 60_000;
    const minutes = fc.integer({ min: 0, max: (229 * 365 * 86_400_000) / minute });
    fc.assert(
      fc.property(fc.constantFrom(...zones), minutes, (zone, count) => {
        useZone(zone);
        const date = new Date(count * minute);
        const two = (number: number): string => String(number).padStart(2, '0');
        const text =
          `${date.getMonth() + 1}/${date.getDate()}/${date.getFullYear()} ` +
          `${two(date.getHours())}:${two(date.getMinutes())}`;
        if (date.getFullYear() < 1972) return;
        const start = readDateTime(text, 'start', 'en');
        const end = readDateTime(text, 'end', 'en');
        const us = date.getTime() * 1000;
        expect(start, `${zone} ${text}`).to.be.at.most(us);
        expect(end, `${zone} ${text}`).to.be.at.least(us + 59_999_999);
        const isOnce = typeof start === 'number' && end === start + 59_999_999;
        // Or it is shown twice, an hour or less apart.
        if (!isOnce) expect(Number(end) - Number(start)).to.be.at.most(3_660_000_000);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('isoOf', () => {
  it('is read back as it was, to the microsecond', () => {
    for (const us of [0, 1, 999, 1_000, 999_999, 1_777_777_777_123_456, 7_258_118_399_999_999]) {
      expect(microsOf(isoOf(us))).to.equal(us);
    }
    expect(isoOf(1_000)).to.equal('1970-01-01T00:00:00.001Z');
    expect(isoOf(1_001)).to.equal('1970-01-01T00:00:00.001001Z');
  });
});

describe('an hour that is left out', () => {
  afterEach(restoreZone);

  it('is named by the times between which it would have been', () => {
    for (const [zone, text, minutes] of [
      ['America/New_York', '03/08/2026 02:30', [120, 180]],
      ['Australia/Lord_Howe', '10/04/2026 02:00', [120, 150]],
      // At midnight, so that the day begins with one o'clock.
      ['America/Sao_Paulo', '11/04/2018 00:10', [0, 60]],
    ] as const) {
      useZone(zone);
      expect(skippedAround(text, 'en'), zone).to.deep.equal(minutes.map((one) => one * 60_000));
    }
    expect(skippedAround('11/04/2018 01:00', 'en')).to.equal(null);
    expect(skippedAround('2018-11-04T00:10Z', 'en')).to.equal(null);
    expect(skippedAround('nonsense', 'en')).to.equal(null);
  });
});

describe('a moment that the API knows', () => {
  afterEach(restoreZone);

  it('is shown as somebody would type it, unless that would be another one', () => {
    useZone('America/New_York');
    const at = (iso: string, end: RangeEnd, language: 'en' | 'pt-BR' = 'en'): string =>
      typedFromIso(iso, end, language);
    expect(at('2026-05-12T13:30:00Z', 'start')).to.equal('05/12/2026 09:30');
    expect(at('2026-05-12T13:30:00Z', 'start', 'pt-BR')).to.equal('12/05/2026 09:30');
    expect(at('2026-05-12T13:30:59.999999Z', 'end')).to.equal('05/12/2026 09:30');
    // A minute that is the end is meant as a whole.
    for (const iso of ['2026-05-12T13:30:00Z', '2026-05-12T13:30:59.999Z', 'nonsense', '']) {
      expect(at(iso, 'end')).to.equal(iso);
    }
    // The hour repeats, and this is the second one.
    expect(at('2026-11-01T06:30:00Z', 'start')).to.equal('2026-11-01T06:30:00Z');
  });
});
