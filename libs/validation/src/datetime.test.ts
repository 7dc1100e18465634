import { expect } from 'chai';
import fc from 'fast-check';

import { formatMicros, formatMillis, isSaneMicros, parseDatetimeToMicros } from './datetime.ts';

const MAY_FIRST_US = Date.UTC(2026, 4, 1) * 1000;

describe('parseDatetimeToMicros', () => {
  const same: [string, number][] = [
    ['2026-05-01T00:00:00Z', MAY_FIRST_US],
    ['2026-05-01T00:00:00', MAY_FIRST_US],
    ['2026-05-01t00:00:00z', MAY_FIRST_US],
    ['2026-05-01T00:00:00+00:00', MAY_FIRST_US],
    ['2026-05-01T00:00:00-00:00', MAY_FIRST_US],
    ['2026-04-30T21:00:00-03:00', MAY_FIRST_US],
    ['2026-04-30T21:00:00-0300', MAY_FIRST_US],
    ['2026-05-01T05:45:00+05:45', MAY_FIRST_US],
    ['2026-05-01T00:00:00.5Z', MAY_FIRST_US + 500_000],
    ['2026-05-01T00:00:00,000001Z', MAY_FIRST_US + 1],
    ['2026-05-01T00:00:00.123456Z', MAY_FIRST_US + 123_456],
    ['2026-05-01T00:00:00.123456999Z', MAY_FIRST_US + 123_456],
    ['2026-05-01T00:00:00.999999999+00:00', MAY_FIRST_US + 999_999],
    ['2026-05-01T00:00Z', MAY_FIRST_US],
    ['2026-05-01T00:00', MAY_FIRST_US],
    ['2026-04-30T21:00-03:00', MAY_FIRST_US],
    ['2026-04-30T21:00-0300', MAY_FIRST_US],
    ['2026-04-30T21:00-03', MAY_FIRST_US],
    ['2026-04-30T21:00:00-03', MAY_FIRST_US],
    ['2026-05-01T02:00:00.000000+02', MAY_FIRST_US],
    ['20260501T000000Z', MAY_FIRST_US],
    ['20260501t000000z', MAY_FIRST_US],
    ['20260501T000000', MAY_FIRST_US],
    ['20260501T0000', MAY_FIRST_US],
    ['20260501T0000Z', MAY_FIRST_US],
    ['20260430T2100-0300', MAY_FIRST_US],
    ['20260430T210000-03', MAY_FIRST_US],
    ['20260501T054500+0545', MAY_FIRST_US],
    ['20260501T000000.5Z', MAY_FIRST_US + 500_000],
    ['20260501T000000,123456789Z', MAY_FIRST_US + 123_456],
    ['2026-04-30T24:00:00Z', MAY_FIRST_US],
    ['2026-04-30T24:00', MAY_FIRST_US],
    ['2026-04-30T24:00:00.000Z', MAY_FIRST_US],
    ['2026-04-29T24:00:00+00', MAY_FIRST_US - 86_400_000_000],
    ['20260430T2400Z', MAY_FIRST_US],
    ['2026-04-30T24:00:00+03:00', MAY_FIRST_US - 3 * 3_600_000_000],
    ['2024-02-29T24:00:00Z', Date.UTC(2024, 2, 1) * 1000],
    ['2026-12-31T24:00:00Z', Date.UTC(2027, 0, 1) * 1000],
    ['1969-12-31T24:00:00Z', 0],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29) * 1000],
    ['1970-01-01T00:00:00Z', 0],
    ['1969-12-31T23:00:00-01:00', 0],
    ['2199-12-31T23:59:59.999999Z', Date.UTC(2200, 0, 1) * 1000 - 1],
  ];
  for (const [text, us] of same) {
    it(`reads ${text}`, () => expect(parseDatetimeToMicros(text)).to.equal(us));
  }

  const refused = [
    '',
    'yesterday',
    '2026-05-01',
    '20260501',
    '2026-05',
    '2026-05-01T',
    '2026-05-01T00',
    '2026-05-01T00Z',
    '20260501T00',
    '2026-05-01 00:00:00Z',
    '2026-W18-5T00:00:00Z',
    '2026W185T000000Z',
    '2026-121T00:00:00Z',
    '2026121T000000Z',
    '20260501T00:00:00Z',
    '20260501T00:00Z',
    '2026-05-01T000000Z',
    '2026-05-01T0000Z',
    '2026-0501T00:00:00Z',
    '20260501T000000-03:00',
    '20260501T0000Z0',
    '2026-05-01T00:00.5Z',
    '20260501T0000.5Z',
    '2026-05-01T00:00:0Z',
    '20260501T00000Z',
    '20260230T000000Z',
    '20260501T006000Z',
    '20260501T240001Z',
    '2026-05-01T00:00-3',
    '2026-05-01T00:00-03:0',
    '2026-05-01T00:00-24',
    '2026-05-01T00:00\u221203:00',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-05-00T00:00:00Z',
    '2026-05-01T24:00:01Z',
    '2026-05-01T24:01Z',
    '2026-05-01T24:00:00.000001Z',
    '2026-05-01T24:00:00.00000000001Z',
    '2026-05-01T25:00Z',
    '2026-02-29T24:00:00Z',
    '2199-12-31T24:00:00Z',
    '2026-05-01T00:60:00Z',
    '2026-05-01T23:59:60Z',
    '2026-05-01T00:00:00.Z',
    '2026-05-01T00:00:00+24:00',
    '2026-05-01T00:00:00+00:60',
    '2026-05-01T00:00:00+3',
    '2026-05-01T00:00:00 00:00',
    '2026-05-01T00:00:00ZZ',
    '2026-05-01T00:00:00Z\n',
    ' 2026-05-01T00:00:00Z',
    '２026-05-01T00:00:00Z',
    '0026-05-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00+01:00',
    '2200-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '+002026-05-01T00:00:00Z',
    '1777593600',
    `2026-05-01T00:00:00.${'0'.repeat(60000)}Z`,
  ];
  for (const text of refused) {
    it(`refuses ${JSON.stringify(text.slice(0, 40))}`, () =>
      expect(parseDatetimeToMicros(text)).to.equal(null));
  }

  it('reads back every instant that it can write', () => {
    const instant = fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) * 1000 - 1 });
    fc.assert(
      fc.property(instant, (us) => {
        expect(isSaneMicros(us)).to.equal(true);
        expect(parseDatetimeToMicros(formatMicros(us))).to.equal(us);
      }),
    );
  });

  it('answers long texts without reading them', () => {
    const long = [
      `2026-05-01T00:00:00.${'0'.repeat(65_536)}`,
      `20260501T000000.${'0'.repeat(65_536)}!`,
      '0'.repeat(65_536),
    ];
    for (const text of long) expect(parseDatetimeToMicros(text)).to.equal(null);
  });

  it('reads the basic format as the extended one', () => {
    const instant = fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) * 1000 - 1 });
    fc.assert(
      fc.property(instant, (us) => {
        const basic = formatMicros(us).replace(/[-:]/g, '');
        expect(parseDatetimeToMicros(basic)).to.equal(us);
      }),
    );
  });

  it('agrees with Date on whole milliseconds at any offset', () => {
    const pad = (value: number): string => String(value).padStart(2, '0');
    const ms = fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(2199, 0, 1) });
    fc.assert(
      fc.property(ms, fc.integer({ min: -1439, max: 1439 }), (utcMs, offset) => {
        const local = new Date(utcMs + offset * 60_000).toISOString().slice(0, 23);
        const size = Math.abs(offset);
        const text = `${local}${offset < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
        expect(parseDatetimeToMicros(text)).to.equal(utcMs * 1000);
      }),
    );
  });
});

describe('formatMicros', () => {
  it('writes a fraction only when there is one', () => {
    expect(formatMicros(MAY_FIRST_US)).to.equal('2026-05-01T00:00:00Z');
    expect(formatMicros(MAY_FIRST_US + 1)).to.equal('2026-05-01T00:00:00.000001Z');
    expect(formatMicros(MAY_FIRST_US - 1)).to.equal('2026-04-30T23:59:59.999999Z');
  });
});

describe('formatMillis', () => {
  it('always writes three digits of the second', () => {
    expect(formatMillis(MAY_FIRST_US / 1000)).to.equal('2026-05-01T00:00:00.000Z');
    expect(formatMillis(MAY_FIRST_US / 1000 + 120)).to.equal('2026-05-01T00:00:00.120Z');
  });
});
