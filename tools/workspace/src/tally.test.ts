import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { Tally } from './tally.ts';
import { resultFile, type TestResult } from './test-result.ts';

describe('Tally', () => {
  let root: TempDir;
  let tally: Tally;

  beforeEach(() => {
    root = createTempDir();
    tally = new Tally();
  });

  afterEach(() => root[Symbol.dispose]());

  it('counts checks and tests together', () => {
    result('@x/one', { passed: 3, failed: [], skipped: [] });
    tally.check('lint', true);
    tally.tests(root.path, ['@x/one'], true);
    expect(tally.summary()).to.equal('4 passed, 0 failed, 0 skipped');
    expect(tally.problems).to.deep.equal([]);
  });

  it('says how many tests were skipped, and which', () => {
    result('@x/one', { passed: 1, failed: [], skipped: ['a', 'b'] });
    tally.tests(root.path, ['@x/one'], true);
    expect(tally.summary()).to.equal('1 passed, 0 failed, 2 skipped');
    expect(tally.skips).to.deep.equal(['@x/one: a', '@x/one: b']);
  });

  it('counts a check that could not be made neither as passed nor as failed', () => {
    tally.skip('audit: no answer', 'packages not audited');
    expect(tally.summary()).to.equal('0 passed, 0 failed, 1 skipped (packages not audited)');
    expect(tally.skips).to.deep.equal(['audit: no answer']);
  });

  it('counts and names failed checks and failed tests', () => {
    result('@x/one', { passed: 1, failed: ['a: 1 is not 2', 'b: timeout'], skipped: [] });
    tally.check('format', false);
    tally.tests(root.path, ['@x/one'], false);
    expect(tally.summary()).to.equal('1 passed, 3 failed, 0 skipped');
    expect(tally.problems).to.deep.equal(['format', '@x/one: a: 1 is not 2', '@x/one: b: timeout']);
  });

  it('counts a project without a result, or without a test, as failed', () => {
    result('@x/empty', { passed: 0, failed: [], skipped: ['a'] });
    tally.tests(root.path, ['@x/crashed', '@x/empty'], true);
    expect(tally.summary()).to.equal('0 passed, 2 failed, 1 skipped');
  });

  it('counts a run that ended badly after all tests passed as failed', () => {
    result('@x/one', { passed: 5, failed: [], skipped: [] });
    tally.tests(root.path, ['@x/one'], false);
    expect(tally.summary()).to.equal('5 passed, 1 failed, 0 skipped');
  });

  function result(project: string, counts: TestResult): void {
    const file = resultFile(root.path, project);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(counts));
  }
});
