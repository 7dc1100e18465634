import { readFileSync } from 'node:fs';
import path from 'node:path';

import { readEngineFigures } from './engine-figures.ts';
import { readImportGraph } from './import-graph.ts';
import { isLongWithoutReason, MAX_LINES } from './long-files.ts';
import { mutualFolders } from './mutual-folders.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const FOLDERS = ['apps', 'libs', 'tools', 'proof'];

/** Prints the figures of the structure, and what is not as it has to be, which is a bad end. */
const graph = readImportGraph(root, FOLDERS);
const pairs = mutualFolders(graph);
const long = [...graph.keys()].filter((file) =>
  isLongWithoutReason(readFileSync(path.join(root, file), 'utf8')),
);
const engine = readEngineFigures(root);
const problems = [
  ...pairs.map(
    ({ folders, files }) => `${folders.join(' and ')} import each other: ${files.join(', ')}`,
  ),
  ...long.map((file) => `${file} has more than ${MAX_LINES} lines and does not begin with why`),
  ...engine.problems,
];
for (const problem of problems) console.error(problem);
console.log(`${pairs.length} pairs of folders import each other`);
console.log(`${long.length} files have more than ${MAX_LINES} lines without a reason`);
for (const line of engine.lines) console.log(line);
if (problems.length > 0) process.exitCode = 1;
