import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect } from 'chai';

import { readKnownSettings } from './read-settings.ts';
import { settingsReference, settingsReferencePath } from './settings-reference.ts';

const root = path.resolve(import.meta.dirname, '../../../..');

describe('docs/settings.md', function () {
  // Reading the settings loads the apps' libraries.
  this.timeout(60_000);

  it('says what the settings readers read', async () => {
    const text = readFileSync(settingsReferencePath, 'utf8');
    expect(text, 'run "npm run generate"').to.equal(await settingsReference());
  });

  it('has every name in capitals of the files that read settings', async () => {
    const known = (await readKnownSettings()).map(({ name }) => name);
    expect([...new Set(inCode())].filter((name) => !known.includes(name))).to.deep.equal([]);
  });
});

/** What a reader may ask for, also where no recording gets to it. */
function inCode(): string[] {
  const files = globSync('{apps,libs}/*/src/**/*.ts', { cwd: root });
  return files
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(path.join(root, file), 'utf8'))
    .filter((text) => /\b(?:SettingsReader|\w*SettingsSource)\b/.test(text))
    .flatMap((text) => [...text.matchAll(/'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'/g)])
    .map(([, name = '']) => name)
    .filter((name) => !/^(?:[REP]S\d+|EdDSA)$/.test(name));
}
