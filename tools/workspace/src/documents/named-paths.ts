import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A path in code marks: it begins with a folder of the root, or with one beside the document. */
const PATH = /`([\w.-]+(?:\/[\w.*{},-]+)+\/?)`/g;
const ROOTS = ['apps', 'docs', 'libs', 'ops', 'proof', 'proto', 'tools'];

/** Paths of the repository that a document names in code marks and that do not exist. */
export function missingPaths(root: string, file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const names = [...text.matchAll(PATH)].map(([, name = '']) => name);
  const beside = path.join(root, path.dirname(file));
  return names.filter((name) => isOurs(beside, name) && !exists(root, beside, name));
}

/** What is built is named in documents and not there in a fresh clone. */
function isOurs(beside: string, name: string): boolean {
  const [first = ''] = name.split('/');
  if (/\bdist\b/.test(name)) return false;
  return ROOTS.includes(first) || existsSync(path.join(beside, first));
}

function exists(root: string, beside: string, name: string): boolean {
  return [root, beside].some((folder) =>
    /[*{]/.test(name)
      ? globSync(name, { cwd: folder }).length > 0
      : existsSync(path.join(folder, name)),
  );
}
