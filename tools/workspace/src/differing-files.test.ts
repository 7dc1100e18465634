import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { differingFiles } from './differing-files.ts';

describe('differingFiles', () => {
  let directory: TempDir;

  beforeEach(() => {
    directory = createTempDir();
  });

  afterEach(() => directory[Symbol.dispose]());

  it('finds nothing where all is equal', () => {
    const one = folder('one', { 'a/b.ts': '1', 'c.ts': '2' });
    const other = folder('other', { 'a/b.ts': '1', 'c.ts': '2' });
    expect(differingFiles(one, other)).to.deep.equal([]);
  });

  it('names what is changed, missing or left over', () => {
    const one = folder('one', { 'a/changed.ts': '1', 'new.ts': '2', 'same.ts': '3' });
    const other = folder('other', { 'a/changed.ts': '0', 'old.ts': '2', 'same.ts': '3' });
    expect(differingFiles(one, other)).to.deep.equal(['a/changed.ts', 'new.ts', 'old.ts']);
  });

  function folder(name: string, files: Record<string, string>): string {
    const root = directory.file(name);
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), content);
    }
    return root;
  }
});
