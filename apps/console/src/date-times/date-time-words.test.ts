import { expect } from 'chai';

import { language } from '../i18n/locale.ts';
import { microsOf } from './instants.ts';
import { dateTimeInWords, rangeInWords } from './date-time-words.ts';
import { restoreZone, useZone } from './zone-for-tests.ts';

describe('moments in words', () => {
  beforeEach(() => useZone('America/Sao_Paulo'));
  afterEach(() => {
    language.value = 'en';
    restoreZone();
  });

  it('name the day of the week and the month, in the language of the page', () => {
    const range = ['2026-05-12T12:00:00.000Z', '2026-05-14T02:59:59.999999Z'] as const;
    expect(rangeInWords(...range)).to.equal(
      'From Tuesday, 12 May 2026, 09:00 to Wednesday, 13 May 2026, 23:59 (America/Sao_Paulo)',
    );
    language.value = 'pt-BR';
    expect(rangeInWords(...range)).to.equal(
      'De terça-feira, 12 de maio de 2026, 09:00 até quarta-feira, 13 de maio de 2026, 23:59 (America/Sao_Paulo)',
    );
  });

  it('say seconds and fractions only where there is more to say than all of the minute', () => {
    const time = (iso: string, end: 'start' | 'end'): string | undefined =>
      dateTimeInWords(microsOf(iso), end).split(', ').at(-1);
    expect(time('2026-05-12T03:00:00.000Z', 'start')).to.equal('00:00');
    expect(time('2026-05-12T03:00:07.000Z', 'start')).to.equal('00:00:07');
    expect(time('2026-05-12T03:00:07.250Z', 'start')).to.equal('00:00:07.25');
    expect(time('2026-05-12T03:00:59.999999Z', 'start')).to.equal('00:00:59.999999');
    expect(time('2026-05-12T03:00:59.999999Z', 'end')).to.equal('00:00');
    expect(time('2026-05-12T03:00:00.000Z', 'end')).to.equal('00:00:00');
    expect(time('2026-05-12T03:00:07.999999Z', 'end')).to.equal('00:00:07');
    expect(time('2026-05-12T03:00:07.999Z', 'end')).to.equal('00:00:07.999');
  });

  it('tell apart the two hours that look the same', () => {
    useZone('America/New_York');
    expect(rangeInWords('2026-11-01T05:30:00.000Z', '2026-11-01T06:30:59.999999Z')).to.equal(
      'From Sunday, 1 November 2026, 01:30 (GMT-4) to Sunday, 1 November 2026, 01:30 (GMT-5) (America/New_York)',
    );
  });
});
