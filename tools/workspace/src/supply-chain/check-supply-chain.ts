import path from 'node:path';

import { manifestFolders, readLockFile, withCompilations } from './lock-file.ts';
import { readManifest } from './manifest.ts';
import { licenceProblems, lockProblems, rangeProblems, scriptProblems } from './problems.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const packages = readLockFile(root);
const problems = [
  ...lockProblems(packages),
  ...manifestFolders(packages).flatMap((folder) =>
    rangeProblems(readManifest(path.join(root, folder))),
  ),
  ...scriptProblems(withCompilations(root, packages), readManifest(root)),
  ...licenceProblems(packages),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
