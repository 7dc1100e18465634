import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { withCompilations, type LockedPackage } from './lock-file.ts';
import { licenceProblems, lockProblems, rangeProblems, scriptProblems } from './problems.ts';

const SOUND: LockedPackage = { version: '1.2.3', license: 'MIT', integrity: 'sha512-x' };

describe('supply chain', () => {
  it('finds nothing in sound packages and in what belongs to this repository', () => {
    const packages = {
      '': { name: 'root' },
      'libs/store': { name: '@webhooks/store', version: '0.1.0' },
      'node_modules/@webhooks/store': { resolved: 'libs/store', link: true },
      'node_modules/koa': SOUND,
      'libs/store/node_modules/@scope/koa': SOUND,
    };
    expect(lockProblems(packages)).to.deep.equal([]);
    expect(licenceProblems(packages)).to.deep.equal([]);
    expect(scriptProblems(packages, { name: 'root' })).to.deep.equal([]);
  });

  it('catches a package without integrity, and one bound to a place', () => {
    const { integrity: _, ...unproven } = SOUND;
    const bound = { ...SOUND, resolved: 'https://registry.example/koa.tgz' };
    expect(lockProblems({ 'node_modules/a': unproven, 'node_modules/b': bound })).to.deep.equal([
      'node_modules/a has no integrity in package-lock.json',
      'node_modules/b is bound to https://registry.example/koa.tgz in package-lock.json',
    ]);
  });

  for (const range of ['^1.2.3', '~1.2.3', '1.x', '*', 'latest', '', 'npm:koa@^1.2.3', 'a/b']) {
    it(`catches the range "${range}"`, () => {
      for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
        expect(rangeProblems({ name: 'x', [kind]: { koa: range } })).to.deep.equal([
          `x asks for koa ${range}; name one exact version`,
        ]);
      }
    });
  }

  it('takes exact versions, aliases of them, and any version of its own packages', () => {
    const dependencies = {
      koa: '1.2.3',
      next: '1.2.3-beta.1',
      typescript: 'npm:@typescript/typescript6@6.0.2',
      '@webhooks/store': '*',
    };
    expect(rangeProblems({ name: 'x', dependencies })).to.deep.equal([]);
    const foreign = { '@webhooks/store': '^1.0.0' };
    expect(rangeProblems({ name: 'x', dependencies: foreign })).to.have.length(1);
  });

  it('catches an install script that is not refused, also of a new version', () => {
    const packages = { 'node_modules/@a/b': { ...SOUND, hasInstallScript: true } };
    const undecided = '@a/b@1.2.3 has an install script';
    expect(scriptProblems(packages, { name: 'root' })[0]).to.include(undecided);
    const refused = { name: 'root', allowScripts: { '@a/b@1.2.3': false } };
    expect(scriptProblems(packages, refused)).to.deep.equal([]);
    const older = { name: 'root', allowScripts: { '@a/b@1.2.2': false } };
    expect(scriptProblems(packages, older)[0]).to.include(undecided);
    expect(scriptProblems(packages, older)[1]).to.include('@a/b@1.2.2 stands in allowScripts');
  });

  it('catches an install script that is allowed to run', () => {
    const packages = { 'node_modules/@a/b': { ...SOUND, hasInstallScript: true } };
    const allowed = { name: 'root', allowScripts: { '@a/b@1.2.3': true } };
    expect(scriptProblems(packages, allowed)).to.deep.equal([
      '@a/b@1.2.3 is allowed to run its install script; it has to do without',
    ]);
  });

  it('catches a package that npm would compile, although the lock file does not tell', () => {
    using root = createTempDir();
    const file = root.file('node_modules/a/binding.gyp');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '{}');
    const packages = withCompilations(root.path, { 'node_modules/a': SOUND });
    expect(scriptProblems(packages, { name: 'root' })[0]).to.include('a@1.2.3 has an install');
  });

  it('catches a licence that is not allowed, and none, in what is shipped', () => {
    const { license: _, ...unlicensed } = SOUND;
    const packages = {
      '': { name: 'root', dependencies: { d: '1.2.3' } },
      'apps/x': { name: '@webhooks/x', dependencies: { a: '1.2.3' } },
      'node_modules/a': { ...SOUND, license: 'AGPL-3.0-only', dependencies: { b: '^1.0.0' } },
      'node_modules/a/node_modules/b': unlicensed,
      'node_modules/b': { ...SOUND, license: 'AGPL-3.0-only' },
      'node_modules/c': { ...SOUND, license: 'MPL-2.0', dev: true },
      'node_modules/d': { ...SOUND, license: 'MPL-2.0' },
    };
    expect(licenceProblems(packages)).to.deep.equal([
      'a@1.2.3 has the licence AGPL-3.0-only, which is not allowed',
      'b@1.2.3 has the licence none, which is not allowed',
    ]);
  });
});
