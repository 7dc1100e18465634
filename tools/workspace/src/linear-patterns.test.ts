import path from 'node:path';

import { growthBeyondLinear, type WorstText } from '@webhooks/testing';
import { expect } from 'chai';

import { findPatterns } from './find-patterns.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Beside the letters that a pattern names itself. */
const alphabet = [...' \t\n\raA0_-,.:;/\\="\'{}[]()é\u0301'];

/** Patterns that are put together when the program runs, and where they are held to linear time. */
const madeAtRuntime: Readonly<Record<string, string>> = {
  'apps/console/src/date-times/typed-date-time.ts': 'what its user types, in one field',
  'libs/delivery/src/sender/http-date.ts': 'libs/delivery/src/sender/http-date.test.ts',
  'libs/testing/src/openapi/answer-check.ts': 'answers of our own, in tests',
  'libs/validation/src/text-patterns.ts': 'libs/validation/src/text-patterns.test.ts',
};

describe('every regular expression of the product', function () {
  this.timeout(120_000);
  const patterns = findPatterns(root);

  it('is found: there are many', () => {
    expect(patterns.length).to.be.above(80);
  });

  it('is written out, or held to linear time where it is made', () => {
    const unknown = patterns
      .filter(({ pattern }) => pattern === null)
      .map(({ place }) => place.replace(/:\d+$/, ''))
      .filter((file) => !(file in madeAtRuntime));
    expect(unknown).to.deep.equal([]);
  });

  it('takes time by the length of a text: 64 KiB of its worst letters at most 20 times 4 KiB', () => {
    const slow = patterns.flatMap(({ place, pattern }) =>
      pattern === null ? [] : worstOf(place, pattern),
    );
    expect(slow).to.deep.equal([]);
  });

  it('is told apart from one that does not', () => {
    // eslint-disable-next-line regexp/no-super-linear-move -- It is here to be found.
    expect(worstOf('planted', /=+$/)).to.have.lengthOf.at.least(1);
  });
});

/** The first text that a pattern takes too long for; nothing when there is none. */
function worstOf(place: string, pattern: RegExp): string[] {
  for (const worst of worstTexts(pattern)) {
    const growth = growthBeyondLinear((text) => matchAll(pattern, text), worst);
    if (growth !== null) {
      const { before = '', letters } = worst;
      return [`${place} ${String(pattern)}: ${growth.toFixed(0)} × for ${before}${letters}`];
    }
  }
  return [];
}

function matchAll(pattern: RegExp, text: string): void {
  // As replaceAll and split do it.
  pattern.lastIndex = 0;
  while (pattern.exec(text) !== null && pattern.global) {
    if (pattern.lastIndex === 0) return;
  }
}

function worstTexts({ source }: RegExp): WorstText[] {
  const own = [...new Set(source.replaceAll(/\\./g, ''))];
  const letters = [...new Set([...alphabet, ...own])];
  const pairs = own.slice(0, 6).flatMap((one) => own.slice(0, 6).map((other) => one + other));
  const [literal = ''] = /^\^?[\w :-]+/.exec(source) ?? [];
  const befores = [...new Set(['', literal.replace('^', '')])];
  return befores.flatMap((before) =>
    [...letters, ...pairs].flatMap((it) =>
      ['', '\0'].map((after) => ({ before, letters: it, after })),
    ),
  );
}
