import path from 'node:path';

import { readImportGraph } from './import-graph.ts';
import { mutualFolders } from './mutual-folders.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const FOLDERS = ['apps', 'libs', 'tools', 'proof'];

/** Pairs that stay, each with its reason. */
const KEPT: Readonly<Record<string, string>> = {
  'apps/dispatcher/src/engine/control and apps/dispatcher/src/engine/intake':
    'a set is counted when its resend begins and when it is ended',
};

/** Prints the pairs of folders that import each other; one without a reason is a bad end. */
const all = mutualFolders(readImportGraph(root, FOLDERS));
const pairs = all.filter(({ folders }) => KEPT[folders.join(' and ')] === undefined);
for (const { folders, files } of pairs) {
  console.error(`${folders.join(' and ')} import each other: ${files.join(', ')}`);
}
const kept = all.length - pairs.length;
console.log(`${pairs.length} pairs of folders import each other, ${kept} with a reason`);
if (pairs.length > 0) process.exitCode = 1;
