import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { readImportGraph } from './import-graph.ts';
import { mutualFolders } from './mutual-folders.ts';

describe('mutualFolders', () => {
  it('finds two folders that import each other, types and multiline imports too', () => {
    expect(
      pairsOf({
        'a/one.ts': `import type { Two } from '../b/two.ts';`,
        'b/two.ts': `export {\n  one,\n} from '../a/other.ts';`,
        'a/other.ts': '',
      }),
    ).to.deep.equal([{ folders: ['x/a', 'x/b'], files: ['x/a/one.ts', 'x/b/two.ts'] }]);
  });

  it('finds a folder and one inside it', () => {
    const files = { 'one.ts': `import './b/two.ts';`, 'b/two.ts': `await import('../one.ts');` };
    expect(pairsOf(files)).to.have.length(1);
  });

  it('counts neither one direction nor what index.ts names', () => {
    expect(
      pairsOf({
        'index.ts': `export * from './a/one.ts';`,
        'a/one.ts': `import { two } from '../two.ts';`,
        'two.ts': '',
      }),
    ).to.deep.equal([]);
  });
});

function pairsOf(files: Readonly<Record<string, string>>) {
  using root = createTempDir();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(root.path, 'x', path.dirname(file)), { recursive: true });
    writeFileSync(path.join(root.path, 'x', file), text);
  }
  return mutualFolders(readImportGraph(root.path, ['x']));
}
