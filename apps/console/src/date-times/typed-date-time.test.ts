import { expect } from 'chai';

import { type DateTimeProblem, parseDateTime, retyped } from './typed-date-time.ts';

describe('parseMoment', () => {
  const wallOf = (text: string, language: 'en' | 'pt-BR'): unknown => {
    const dateTime = parseDateTime(text, language);
    if (typeof dateTime === 'string') return dateTime;
    const { year, month, day, hour, minute } = dateTime.wall;
    return [year, month, day, hour, minute];
  };

  it('reads day and month in the order of the language', () => {
    expect(wallOf('05/12/2026 09:00', 'pt-BR')).to.deep.equal([2026, 12, 5, 9, 0]);
    expect(wallOf('05/12/2026 09:00', 'en')).to.deep.equal([2026, 5, 12, 9, 0]);
    expect(wallOf(' 5/1/2026, 9:07 ', 'pt-BR')).to.deep.equal([2026, 1, 5, 9, 7]);
    expect(wallOf('2/29/2028 23:59', 'en')).to.deep.equal([2028, 2, 29, 23, 59]);
  });

  it('reads ISO 8601 in either, with an offset or without', () => {
    for (const language of ['en', 'pt-BR'] as const) {
      expect(wallOf('2026-05-12T09:00', language)).to.deep.equal([2026, 5, 12, 9, 0]);
      expect(parseDateTime('2026-05-12 09:00:07.25-03:30', language)).to.deep.equal({
        wall: { year: 2026, month: 5, day: 12, hour: 9, minute: 0 },
        second: 7,
        micros: 250_000,
        offsetMinutes: -210,
        isIso: true,
      });
      expect(parseDateTime('2026-05-12T09:00Z', language)).to.include({ offsetMinutes: 0 });
      expect(parseDateTime('2026-05-12T09:00+05', language)).to.include({ offsetMinutes: 300 });
    }
  });

  it('tells what was not said from zero', () => {
    const beyondMinute = (text: string): unknown => {
      const dateTime = parseDateTime(text, 'en');
      return typeof dateTime === 'string' ? dateTime : [dateTime.second, dateTime.micros];
    };
    expect(beyondMinute('12/31/2026 23:59')).to.deep.equal([null, null]);
    expect(beyondMinute('12/31/2026 23:59:00')).to.deep.equal([0, null]);
    expect(beyondMinute('12/31/2026 23:59:00.0')).to.deep.equal([0, 0]);
    // What is finer than a microsecond is cut off, as the API does it.
    expect(beyondMinute('12/31/2026 23:59:58,1234567')).to.deep.equal([58, 123_456]);
    expect(beyondMinute('12/31/2026 24:00')).to.deep.equal([0, 0]);
    expect(wallOf('12/31/2026 24:00', 'en')).to.deep.equal([2027, 1, 1, 0, 0]);
  });

  const wrong: Readonly<Record<DateTimeProblem, readonly string[]>> = {
    badDateTime: [
      ...['', 'x', '05/12/26 09:00', '5.12.2026 09:00', '05-12-2026 09:00', '05/12/2026 9 h'],
      ...['05/12/2026 09:00 PM', '05/12/2026 09:00Z', '05/12/202609:00', '05/12/2026 9:0'],
      ...['2026-5-1T09:00', '20260512T0900', '2026-W20-2T09:00', '٠٥/12/2026 09:00'],
      ...['2026-05-12T09:00:00.1234567890', '05/12/2026 09:00 05/13/2026 09:00'],
    ],
    noTime: ['05/12/2026', '2026-05-12'],
    noSuchDate: ['13/01/2026 09:00', '00/01/2026 09:00', '02/29/2026 09:00', '2026-04-31T09:00'],
    noSuchTime: [
      ...['05/12/2026 24:01', '05/12/2026 25:00', '05/12/2026 23:60', '05/12/2026 23:59:60'],
      ...['05/12/2026 24:00:00.5', '2026-05-12T09:00+24:00', '2026-05-12T09:00-03:60'],
    ],
    badYear: ['05/12/1969 09:00', '05/12/2200 09:00', '0026-05-12T09:00'],
  };
  for (const [problem, texts] of Object.entries(wrong)) {
    for (const text of texts) {
      it(`says ${problem} of "${text}"`, () => {
        expect(parseDateTime(text, 'en')).to.equal(problem);
      });
    }
  }
});

describe('retyped', () => {
  it('keeps the moment when the language changes', () => {
    expect(retyped('05/12/2026 09:00', 'pt-BR', 'en')).to.equal('12/05/2026 09:00');
    expect(retyped('5/1/2026, 9:00:01', 'en', 'pt-BR')).to.equal('1/5/2026, 9:00:01');
    expect(retyped('05/12/2026 09:00', 'en', 'en')).to.equal('05/12/2026 09:00');
    for (const text of ['2026-05-12T09:00', 'soon', '31/12/2026 09:00', '']) {
      expect(retyped(text, 'en', 'pt-BR'), text).to.equal(text);
    }
  });
});
