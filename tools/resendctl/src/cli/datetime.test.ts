import { expect } from 'chai';

import { CliError } from './cli-error.ts';
import { parseRangeEnd, parseUtcOffset } from './datetime.ts';

const nowMs = Date.UTC(2026, 4, 12, 10, 30);

describe('the ends of a range', () => {
  for (const [text, from, to] of [
    ['2026-05-01', '2026-05-01T00:00:00Z', '2026-05-01T23:59:59.999999Z'],
    ['2026-05-01T10:00', '2026-05-01T10:00:00Z', '2026-05-01T10:00:00Z'],
    ['2026-05-01 10:00:05', '2026-05-01T10:00:05Z', '2026-05-01T10:00:05Z'],
    [
      '2026-05-01T10:00:00.25-03:00',
      '2026-05-01T10:00:00.25-03:00',
      '2026-05-01T10:00:00.25-03:00',
    ],
    ['2026-05-01T10:00Z', '2026-05-01T10:00:00Z', '2026-05-01T10:00:00Z'],
    ['now', '2026-05-12T10:30:00.000Z', '2026-05-12T10:30:00.000Z'],
    ['-2h', '2026-05-12T08:30:00.000Z', '2026-05-12T08:30:00.000Z'],
    ['-90s', '2026-05-12T10:28:30.000Z', '2026-05-12T10:28:30.000Z'],
    ['-1w', '2026-05-05T10:30:00.000Z', '2026-05-05T10:30:00.000Z'],
  ] as const) {
    it(`read ${text}`, () => {
      expect(parseRangeEnd(text, 'from', '+00:00', nowMs)).to.equal(from);
      expect(parseRangeEnd(text, 'to', '+00:00', nowMs)).to.equal(to);
    });
  }

  it('stand in the zone that was told, unless they name one', () => {
    const read = (text: string): string => parseRangeEnd(text, 'to', '-03:00', nowMs);
    expect(read('2026-05-01')).to.equal('2026-05-01T23:59:59.999999-03:00');
    expect(read('2026-05-01T10:00')).to.equal('2026-05-01T10:00:00-03:00');
    expect(read('2026-05-01T10:00Z')).to.equal('2026-05-01T10:00:00Z');
  });

  for (const text of [
    '',
    'yesterday',
    '2026-02-30',
    '2026-13-01',
    '2026-05-01T25:00',
    '01/05/2026',
    '-2',
    '-2y',
    '2h',
    '2026-05',
    '20260501',
    '2026-05-01T10',
    '2026-05-01-03:00',
  ]) {
    it(`are not "${text}"`, () => {
      expect(() => parseRangeEnd(text, 'from', '+00:00', nowMs)).to.throw(CliError, 'is no time');
    });
  }
});

describe('the offset from UTC', () => {
  it('is none unless told, and must be one', () => {
    expect(parseUtcOffset(undefined)).to.equal('+00:00');
    expect(parseUtcOffset('-03:00')).to.equal('-03:00');
    for (const text of ['-3', '-03:60', '-15:00', 'BRT']) {
      expect(() => parseUtcOffset(text), text).to.throw(CliError, '--utc-offset');
    }
  });
});
