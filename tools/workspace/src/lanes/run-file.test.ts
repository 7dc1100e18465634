import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { runFile, type FileRun } from './run-file.ts';

const reporter = path.resolve(import.meta.dirname, '../test-reporter.ts');

describe('runFile', function () {
  this.timeout(30_000);
  let root: TempDir;

  beforeEach(() => {
    root = createTempDir();
    mkdirSync(root.file('tools/one'), { recursive: true });
    writeFileSync(root.file('.mocharc.json'), JSON.stringify({ spec: ['nothing'], reporter }));
  });
  afterEach(() => root[Symbol.dispose]());

  function run(source: string, lane = 0): Promise<FileRun> {
    writeFileSync(root.file('tools/one/some.test.mjs'), source);
    const project = { root: root.path, folder: root.file('tools/one'), name: '@x/one' };
    return runFile('some.test.mjs', project, lane);
  }

  it('answers what passed, failed and was skipped, and what was written', async () => {
    const { result, output } = await run(`
      it('holds', () => console.log('written'));
      it('breaks', () => { throw new Error('why'); });
      it.skip('waits', () => {});`);
    expect(result).to.deep.equal({ passed: 1, failed: ['breaks: why'], skipped: ['waits'] });
    expect(output).to.include('written');
  });

  it('counts a file that cannot be loaded as a failure', async () => {
    const { result } = await run(`import './nowhere.mjs';`);
    expect(result.failed).to.deep.equal(['some.test.mjs: no result']);
  });

  it('counts a bad end without a failed test as a failure', async () => {
    const { result } = await run(`
      it('holds', () => {});
      process.on('exit', () => process.kill(process.pid, 'SIGKILL'));`);
    expect(result.failed).to.deep.equal(['some.test.mjs: the run ended badly']);
  });

  it('gives each lane ports of its own', async () => {
    const print = `it('prints', () => console.log(process.env.TEST_PORTS));`;
    expect((await run(print, 0)).output).to.include('20000-23999');
    expect((await run(print, 1)).output).to.include('24000-27999');
  });
});
