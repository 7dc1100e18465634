import { StartupError } from '@webhooks/runtime';
import { expect } from 'chai';

import { readArguments } from './read-arguments.ts';
import { replayCommand } from './run-parts.ts';

const known = ['crash', 'power'];

describe('arguments of the torture', () => {
  it('run all parts in their long form with a new seed when nothing is said', () => {
    const { names, options } = readArguments([], known);
    expect(names).to.deep.equal([]);
    expect(options).to.include({ form: 'long', count: null });
    expect(readArguments([], known).options.seed).to.not.equal(options.seed);
  });

  it('name parts, a seed, a count and the short form', () => {
    const args = ['power', '--seed', '0', '--count', '7', '--short'];
    expect(readArguments(args, known)).to.deep.equal({
      names: ['power'],
      options: { form: 'short', seed: 0, count: 7 },
    });
  });

  it('are what the replay of a run says', () => {
    const options = { form: 'short', seed: 5, count: 9, scene: 'flood', minutes: 30 } as const;
    const [, words = ''] = replayCommand('crash', options).split(' -- ');
    expect(readArguments(words.split(' '), known)).to.deep.equal({ names: ['crash'], options });
  });

  for (const [what, args, message] of [
    ['a part that does not exist', ['fire'], /no part fire/],
    ['an unknown flag', ['--fast'], /usage: npm run torture/],
    ['a count of nothing', ['--count', '0'], /--count is a whole number from 1/],
    ['minutes that are none', ['--minutes', '0.5'], /--minutes is a whole number from 1/],
    ['a seed that is none', ['--seed', 'x'], /--seed is a whole number from 0/],
    ['a seed that is too large', ['--seed', '4294967296'], /--seed is/],
  ] as const) {
    it(`refuse ${what}`, () => {
      expect(() => readArguments(args, known)).to.throw(StartupError, message);
    });
  }
});
