import { durationClass, durationClassCount, quantileMs } from '@webhooks/domain';
import { expect } from 'chai';

import { en, type Messages } from './en.ts';
import {
  formatDateTime,
  formatDuration,
  formatPrecise,
  formatRange,
  formatRelative,
  formatShare,
  formatTime,
} from './format.ts';
import { language, preferredLanguage } from './locale.ts';
import { ptBr } from './pt-br.ts';

afterEach(() => {
  language.value = 'en';
});

describe('languages', () => {
  it('follow what the browser asks for first', () => {
    expect(preferredLanguage(['pt-PT', 'en'])).to.equal('pt-BR');
    expect(preferredLanguage(['de', 'en-GB', 'pt-BR'])).to.equal('en');
    expect(preferredLanguage(['de'])).to.equal('en');
    expect(preferredLanguage([])).to.equal('en');
  });

  it('leave no text empty', () => {
    for (const catalog of [en, ptBr]) expect(emptyTexts(catalog)).to.deep.equal([]);
  });
});

describe('formats', () => {
  it('never call a share whole that is not', () => {
    expect(formatShare(0.99999)).to.equal('99.9%');
    expect(formatShare(1)).to.equal('100%');
    language.value = 'pt-BR';
    expect(formatShare(0.5)).to.equal('50%');
    expect(formatShare(0.123)).to.equal('12,3%');
  });

  it('go by the language of the page, never by the one of the browser', () => {
    const atMs = new Date(2026, 4, 12, 21, 7).getTime();
    expect(formatDateTime(atMs)).to.equal('May 12, 2026, 21:07');
    expect(formatPrecise(atMs)).to.equal('May 12, 2026, 21:07:00');
    language.value = 'pt-BR';
    expect(formatDateTime(atMs)).to.equal('12 de mai. de 2026, 21:07');
    expect(formatTime(new Date(2026, 4, 12, 0, 7).getTime())).to.equal('00:07');
  });

  it('say the day of a range once where it has one', () => {
    const at = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString();
    expect(formatRange(at(10, 0), at(10, 9))).to.equal('Nov 10, 2026, 00:00 – 09:00');
    expect(formatRange(at(10, 0), at(11, 9))).to.equal('Nov 10, 2026, 00:00 – Nov 11, 2026, 09:00');
    language.value = 'pt-BR';
    expect(formatRange(at(10, 0), at(10, 9))).to.equal('10 de nov. de 2026, 00:00 – 09:00');
  });

  it('say lengths and distances of time as people do', () => {
    expect(formatDuration(450)).to.equal('450 ms');
    expect(formatDuration(2_440)).to.equal('2.4 sec');
    expect(formatDuration(200_000)).to.equal('3 min 20 sec');
    expect(formatDuration(7_200_000)).to.equal('2 hr');
    expect(formatRelative(0, 300_000)).to.equal('5 min. ago');
    language.value = 'pt-BR';
    expect(formatRelative(7_200_000, 0)).to.equal('em 2 h');
  });
});

describe('a percentile', () => {
  const unitsMs: Readonly<Record<string, number>> = { ms: 1, sec: 1_000, min: 60_000 };

  /** How long a text says, in milliseconds. */
  function saidMs(text: string): number {
    const parts = text.matchAll(/(?<![\d.])([\d.]+) (\w+)/g);
    return [...parts].reduce(
      (sum, [, count, unit = '']) => sum + Number(count) * (unitsMs[unit] ?? NaN),
      0,
    );
  }

  it('reads as something within 10 % of what was measured, however long that was', () => {
    for (let ms = 1; ms <= 130_000; ms = Math.ceil(ms * 1.003)) {
      const counts = Array.from({ length: durationClassCount }, () => 0).with(durationClass(ms), 1);
      const said = saidMs(formatDuration(quantileMs(counts, 0.5) ?? NaN));
      if (!(Math.abs(said - ms) <= 0.1 * ms)) expect.fail(`${ms} ms read as ${said} ms`);
    }
  });
});

/** Paths of the texts that are empty, or that lose what they are given. */
function emptyTexts(part: Messages | object, path = ''): string[] {
  return Object.entries(part as Record<string, unknown>).flatMap(([name, value]) => {
    const here = `${path}.${name}`;
    if (typeof value === 'string') return value.trim() === '' ? [here] : [];
    if (typeof value === 'object' && value !== null) return emptyTexts(value, here);
    return [];
  });
}
