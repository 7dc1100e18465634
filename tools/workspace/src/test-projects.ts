import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface Manifest {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
}

/** Names of the workspace projects that have a target "test". */
export function testProjects(root: string): string[] {
  const folders = globSync([...(readManifest(root).workspaces ?? [])], { cwd: root });
  return folders
    .filter((folder) => globSync('package.json', { cwd: path.join(root, folder) }).length > 0)
    .map((folder) => readManifest(path.join(root, folder)))
    .filter((manifest) => manifest.scripts?.['test'] !== undefined)
    .map((manifest) => manifest.name)
    .sort();
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}
