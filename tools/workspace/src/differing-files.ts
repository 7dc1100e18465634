import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Paths of files that are in one of two folders only, or differ in content; sorted. */
export function differingFiles(one: string, other: string): string[] {
  const files = new Set([one, other].flatMap((folder) => globSync('**/*.*', { cwd: folder })));
  return [...files]
    .filter((file) => !sameFile(path.join(one, file), path.join(other, file)))
    .sort();
}

function sameFile(one: string, other: string): boolean {
  if (!existsSync(one) || !existsSync(other)) return false;
  return readFileSync(one).equals(readFileSync(other));
}
