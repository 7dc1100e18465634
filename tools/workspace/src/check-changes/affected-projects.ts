import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A project that a change affects. */
export interface AffectedProject {
  readonly name: string;
  /** In the repository. */
  readonly folder: string;
  /** Whether it has tests beside its sources, which need nothing but Node. */
  readonly hasUnitTests: boolean;
}

/** The projects that Nx finds affected by what differs from a commit, committed or not. */
export function affectedProjects(root: string, base: string): AffectedProject[] {
  const output = execFileSync(
    'nx',
    ['show', 'projects', '--affected', `--base=${base}`, '--json'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  const names = JSON.parse(output) as string[];
  return workspaceFolders(root)
    .map((folder) => ({ folder, name: nameOf(path.join(root, folder)) }))
    .filter(({ name }) => names.includes(name))
    .map(({ folder, name }) => ({ folder, name, hasUnitTests: hasUnitTests(root, folder) }));
}

function workspaceFolders(root: string): string[] {
  const text = readFileSync(path.join(root, 'package.json'), 'utf8');
  const { workspaces } = JSON.parse(text) as { workspaces: string[] };
  const manifests = workspaces.map((pattern) => `${pattern}/package.json`);
  return globSync(manifests, { cwd: root })
    .map((file) => path.dirname(file))
    .sort();
}

function nameOf(folder: string): string {
  return (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name: string })
    .name;
}

function hasUnitTests(root: string, folder: string): boolean {
  return globSync('src/**/*.test.ts', { cwd: path.join(root, folder) }).length > 0;
}
