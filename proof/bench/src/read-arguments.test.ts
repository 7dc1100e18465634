import { StartupError } from '@webhooks/runtime';
import { expect } from 'chai';

import { readArguments } from './read-arguments.ts';

const known = ['bulk', 'post'];

describe('readArguments', () => {
  it('leaves everything to the benchmarks where nothing is said', () => {
    const { names, options } = readArguments([], known);
    expect(names).to.deep.equal([]);
    expect(options).to.include({
      events: null,
      rounds: null,
      quiet: false,
      tls: false,
      selfTest: false,
    });
  });

  it('reads names, counts and flags', () => {
    const line = ['post', '--events', '20', '--deliveries', '99999999', '--quiet', '--self-test'];
    const { names, options } = readArguments(line, known);
    expect(names).to.deep.equal(['post']);
    expect(options).to.include({ events: 20, deliveries: 99_999_999, quiet: true, selfTest: true });
  });

  for (const line of [['pots'], ['--events', '0'], ['--events', '1e6'], ['--fast'], ['--events']]) {
    it(`refuses ${line.join(' ')} and says what there is`, () => {
      expect(() => readArguments(line, known)).to.throw(StartupError, /usage: .*\[bulk\|post\]/);
    });
  }
});
