import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { failAvoidableSkips } from './avoidable-skips.ts';
import { Tally } from './tally.ts';
import { resultFile } from './test-result.ts';

describe('failAvoidableSkips', () => {
  it('takes no skip that a package of Debian could have avoided', () => {
    expect(problemsOf(['the console in Chromium greets'], [])).to.deep.equal([
      'skipped: @x/one: the console in Chromium greets',
    ]);
    expect(problemsOf([], ['chromium'])).to.deep.equal(['chromium could not be had']);
  });

  it('takes what no package avoids, and a registry that gives no report', () => {
    const title = 'openDatabase refuses a directory that it may not write to';
    expect(problemsOf([title], [])).to.deep.equal([]);
  });

  function problemsOf(skipped: readonly string[], missing: readonly string[]): readonly string[] {
    using root = createTempDir();
    const file = resultFile(root.path, '@x/one');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ passed: 1, failed: [], skipped }));
    const tally = new Tally();
    tally.skip('audit: the registry gave no report', 'packages not audited');
    tally.tests(root.path, ['@x/one'], true);
    failAvoidableSkips(tally, missing);
    return tally.problems;
  }
});
