import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { publishedFolders } from './published-projects.ts';
import { writePublishedPackage } from './published-package.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

describe('writePublishedPackage', () => {
  let output: TempDir;

  beforeEach(() => (output = createTempDir()));

  afterEach(() => output[Symbol.dispose]());

  for (const folder of publishedFolders(root)) {
    it(`says of ${folder} what it is, its terms, where it is kept, and on what it runs`, () => {
      writePublishedPackage(path.join(root, folder), output.path);
      const manifest = readJson(output.file('package.json'));
      expect(manifest).to.include({ license: 'SEE LICENSE IN LICENSE' });
      expect(manifest.description).to.match(/^[A-Z`].*\.$/);
      expect(manifest.repository).to.include({ type: 'git', directory: folder });
      expect(manifest).to.not.have.any.keys('private', 'scripts', 'devDependencies', 'nx');
      expect(existsSync(output.file('LICENSE'))).to.equal(true);
      expect(existsSync(output.file('README.md'))).to.equal(true);
    });
  }

  it('asks for one version of what has native code, and for compatible ones of a library', () => {
    writePublishedPackage(path.join(root, 'apps/dispatcher'), output.path);
    expect(readJson(output.file('package.json')).dependencies).to.deep.equal({
      'better-sqlite3': readJson(path.join(root, 'node_modules/better-sqlite3/package.json'))
        .version,
    });
    writePublishedPackage(path.join(root, 'libs/contracts'), output.path);
    const { dependencies } = readJson(output.file('package.json'));
    const own = readJson(path.join(root, 'libs/contracts/package.json')).dependencies;
    for (const [name, range] of Object.entries(dependencies)) {
      expect(range).to.equal(`^${own[name]}`);
    }
  });
});

describe('the release', () => {
  it('takes all that is published to one version, and nothing else', () => {
    const { release } = readJson(path.join(root, 'nx.json'));
    const names = publishedFolders(root).map(
      (folder) => readJson(path.join(root, folder, 'package.json')).name,
    );
    expect(release.projects.toSorted()).to.deep.equal(names.toSorted());
    expect(release.projectsRelationship).to.equal('fixed');
  });
});
