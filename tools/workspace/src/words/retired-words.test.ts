import path from 'node:path';

import { expect } from 'chai';

import { namesIn, readNames, type FoundName } from './read-names.ts';
import { EXCEPTIONS, retiredWordsIn } from './retired-words.ts';

const root = path.resolve(import.meta.dirname, '../../../..');

describe('retired words', function () {
  // It reads every file of the workspace, once.
  this.timeout(120_000);
  let names: readonly FoundName[];
  before(() => (names = readNames(root)));

  it('are in no identifier, file name, SQL name or log message', () => {
    const found = names.flatMap((name) =>
      retiredWordsIn(name).map((word) => `${name.file}: ${name.kind} ${name.text}: ${word}`),
    );
    expect(found).to.deep.equal([]);
  });

  it('are kept by no exception that nothing needs', () => {
    const unused = EXCEPTIONS.filter(
      (exception) =>
        !names.some(
          ({ text, file }) => exception.names.test(text) && exception.files?.test(file) !== false,
        ),
    );
    expect(unused.map(({ word, reason }) => `${word}: ${reason}`)).to.deep.equal([]);
  });

  for (const [text, words] of [
    ['class HeldObjects {}', ['held-objects']],
    ['class A { #lanes = 1; }', ['lanes']],
    ['export const wished_for = 1;', ['wished']],
    [`this.#options.logger.warn({ id }, 'the taker ends');`, ['taker']],
    ['// A lane of a taker is prose.\nexport const plane = "a lane";', []],
  ] as const) {
    it(`finds ${words.join(', ') || 'none'} in ${text.split('\n').at(-1) ?? ''}`, () => {
      const found = namesIn('a.ts', text).flatMap(retiredWordsIn);
      expect(found).to.deep.equal(words);
    });
  }

  it('are found in names of SQL and of files', () => {
    const names = namesIn('libs/store-sqlite/src/lanes/a.ts', 'const s = `SELECT ${a}, told_at`;');
    expect(names.flatMap(retiredWordsIn).toSorted()).to.deep.equal(['lanes', 'told']);
  });
});
