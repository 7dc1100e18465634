import { StartupError } from '@webhooks/runtime';
import { expect } from 'chai';

import { readMinutes } from './read-arguments.ts';

describe('readMinutes', () => {
  it('is an hour where nothing is said', () => {
    expect(readMinutes([])).to.equal(60);
    expect(readMinutes(['--minutes', '4'])).to.equal(4);
  });

  for (const args of [['--minutes', '0'], ['--minutes', '1441'], ['--minutes', 'x'], ['4'], ['-m']])
    it(`refuses ${args.join(' ')} and says what there is`, () => {
      expect(() => readMinutes(args)).to.throw(StartupError, /usage: npm run soak/);
    });
});
