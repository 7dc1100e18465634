import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect } from 'chai';

import { brokenLinks } from './markdown-links.ts';
import { missingPaths } from './named-paths.ts';

const root = path.resolve(import.meta.dirname, '../../../..');

/** Proofs name the files of their commits. */
const documents = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && !file.startsWith('docs/proofs/'));

describe('The documents', () => {
  it('link to files and headings that exist', () => {
    const broken = documents.flatMap((file) =>
      brokenLinks(path.join(root, file)).map((link) => `${file}: ${link}`),
    );
    expect(documents).to.include('README.md');
    expect(broken).to.deep.equal([]);
  });

  it('name paths that exist', () => {
    const missing = documents.flatMap((file) =>
      missingPaths(root, file).map((name) => `${file}: ${name}`),
    );
    expect(missing).to.deep.equal([]);
  });
});

describe('docs/adr/README.md', () => {
  const index = readFileSync(path.join(root, 'docs/adr/README.md'), 'utf8');
  const rows = [...index.matchAll(/^\| (\d+) +\| (.*)\|$/gm)].map(([, number, text = '']) => ({
    number: Number(number),
    text: text.trim(),
  }));

  it('has a row for every number', () => {
    expect(rows.map(({ number }) => number)).to.deep.equal(rows.map((_, index) => index + 1));
  });

  it('names every decision by its number and title', () => {
    const files = readdirSync(path.join(root, 'docs/adr')).filter((file) => /^\d/.test(file));
    const expected = files.map((file) => {
      const [heading = ''] = readFileSync(path.join(root, 'docs/adr', file), 'utf8').split('\n');
      const [, number, title] = /^# (\d+)\. (.*)$/.exec(heading) ?? [];
      expect(Number(file.slice(0, 4)), file).to.equal(Number(number));
      return { number: Number(number), text: `[${title}](${file})` };
    });
    expect(rows.filter(({ text }) => text.startsWith('['))).to.deep.equal(expected);
  });
});
