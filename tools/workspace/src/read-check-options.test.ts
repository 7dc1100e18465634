import { expect } from 'chai';

import { readCheckOptions } from './read-check-options.ts';

describe('readCheckOptions', () => {
  it('checks everything, and lets skip what lacks a tool, unless it is told otherwise', () => {
    expect(readCheckOptions([])).to.deep.equal({ installOnly: false, complete: false });
    expect(readCheckOptions(['--install-only']).installOnly).to.equal(true);
    expect(readCheckOptions(['--complete']).complete).to.equal(true);
  });

  it('refuses what it does not know, so that nobody believes it was heeded', () => {
    expect(() => readCheckOptions(['--instal-only'])).to.throw('--instal-only is not known here');
  });
});
