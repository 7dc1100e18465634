import { globSync, mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { packageProblems } from './package-problems.ts';
import { writeArtefacts } from './write-artefacts.ts';

const root = path.resolve(import.meta.dirname, '../../../..');

/** Makes the artefacts of a release of what is built, and looks at each package as others get it. */
async function checkPackages(): Promise<void> {
  using directory = mkdtempDisposableSync(path.join(tmpdir(), 'packages-'));
  await writeArtefacts(root, directory.path);
  const archives = globSync('*.tgz', { cwd: directory.path });
  if (archives.length === 0) throw new Error('no package is published');
  for (const archive of archives) {
    for (const problem of await packageProblems(path.join(directory.path, archive))) {
      console.error(`${archive}: ${problem}`);
      process.exitCode = 1;
    }
  }
}

await checkPackages();
