import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { packageProblems } from './package-problems.ts';

const MANIFEST = {
  name: '@webhooks/sample',
  version: '1.0.0',
  type: 'module',
  license: 'SEE LICENSE IN LICENSE',
  exports: { '.': { types: './index.d.ts', default: './index.js' } },
};
const FILES = {
  'index.js': 'export const one = 1;',
  'index.d.ts': 'export declare const one = 1;',
};

describe('packageProblems', function () {
  this.timeout(30_000);
  let directory: TempDir;

  beforeEach(() => (directory = createTempDir()));

  afterEach(() => directory[Symbol.dispose]());

  it('finds nothing in an ES module with declarations', async () => {
    expect(await problemsOf(MANIFEST, FILES)).to.deep.equal([]);
  });

  it('names a file that is not there', async () => {
    const exports = { ...MANIFEST.exports, './more': { default: './more.js' } };
    const problems = await problemsOf({ ...MANIFEST, exports }, FILES);
    expect(problems.join('\n')).to.match(/more\.js.*does not exist/);
  });

  it('names a program that is not there', async () => {
    const problems = await problemsOf({ ...MANIFEST, bin: { sample: 'main.mjs' } }, FILES);
    expect(problems.join('\n')).to.match(/bin.*does not exist/s);
  });

  it('names declarations of another kind of module', async () => {
    const exports = { '.': { types: './index.d.ts', default: './index.cjs' } };
    const files = { ...FILES, 'index.cjs': 'exports.one = 1;' };
    const problems = await problemsOf({ ...MANIFEST, exports }, files);
    expect(problems.join('\n')).to.match(/types: .*FalseESM/);
  });

  async function problemsOf(manifest: object, files: Record<string, string>): Promise<string[]> {
    const folder = directory.file('package');
    mkdirSync(folder);
    const all = { ...files, 'package.json': JSON.stringify(manifest) };
    for (const [name, text] of Object.entries(all)) writeFileSync(path.join(folder, name), text);
    const args = ['pack', '--silent', '--pack-destination', directory.path];
    const archive = execFileSync('npm', args, { cwd: folder, encoding: 'utf8' }).trim();
    return packageProblems(directory.file(archive));
  }
});
