import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const PACK_LIMIT_MS = 60_000;

/** Folders of the projects that are packages for others, below the root. */
export function publishedFolders(root: string): string[] {
  return globSync('{apps,libs,tools}/*/package.json', { cwd: root })
    .filter((file) => 'published' in JSON.parse(readFileSync(path.join(root, file), 'utf8')))
    .map((file) => path.dirname(file))
    .toSorted();
}

/** Packs what a project has built, as it would be published; returns the archive. */
export function packProject(root: string, folder: string, outputFolder: string): string {
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', outputFolder];
  const cwd = path.join(root, folder, 'dist');
  const name = execFileSync('npm', args, { cwd, encoding: 'utf8', timeout: PACK_LIMIT_MS }).trim();
  return path.join(outputFolder, name);
}
