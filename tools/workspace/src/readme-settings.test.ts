import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect } from 'chai';

const root = path.resolve(import.meta.dirname, '../../..');

/** Of the stack's own parts; no app reads them. */
const OF_THE_STACK = ['RECEIVER_PORT', 'RECEIVER_SECRET', 'NATS_PORT'];

describe('the settings table of README.md', () => {
  it('has every setting that an app reads, once, and no other', () => {
    expect(inTable()).to.deep.equal([...new Set([...inCode(), ...OF_THE_STACK])].toSorted());
  });
});

function inTable(): string[] {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const [, section = ''] = /^## Settings$(.*?)^## /ms.exec(readme) ?? [];
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  const names = rows.map((row) => row.split('|')[1] ?? '');
  return names
    .flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name))
    .sort();
}

/** Every name in capitals in the files that read settings. */
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
