import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { readLockFile } from '../supply-chain/lock-file.ts';

type Json = Readonly<Record<string, unknown>>;

/** Fields that a package has in common in the workspace and where it is published. */
const SHARED = ['name', 'version', 'description', 'license'] as const;
const LICENCE = 'LICENSE';
const README = 'README.md';

const root = path.resolve(import.meta.dirname, '../../../..');

/**
 * Makes a folder of built files a package that can be packed: a manifest with what "published" in
 * the package's own one says, the licence, and the README. What it depends on is named there by "="
 * (the version that is locked here) or "^" (what is compatible with it).
 */
export function writePublishedPackage(folder: string, outputFolder: string): void {
  const { published, ...own } = readJson(path.join(folder, 'package.json'));
  const manifest = {
    ...Object.fromEntries(SHARED.map((name) => [name, own[name]])),
    repository: repositoryOf(folder),
    type: own['type'],
    ...withVersions(published as Json),
  };
  const file = path.join(outputFolder, 'package.json');
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  copyFileSync(path.join(root, LICENCE), path.join(outputFolder, LICENCE));
  const readme = path.join(folder, README);
  if (existsSync(readme)) copyFileSync(readme, path.join(outputFolder, README));
}

/** Where the root's manifest says that all of this is kept, and the package in it. */
function repositoryOf(folder: string): Json {
  const repository = readJson(path.join(root, 'package.json'))['repository'] as Json;
  return { ...repository, directory: path.relative(root, folder).split(path.sep).join('/') };
}

function withVersions(published: Json): Json {
  const ranges = published['dependencies'] as Readonly<Record<string, '=' | '^'>> | undefined;
  if (ranges === undefined) return published;
  const locked = readLockFile(root);
  const dependencies = Object.entries(ranges).map(([name, range]) => {
    const version = locked[`node_modules/${name}`]?.version;
    if (version === undefined) throw new Error(`${name} is not in package-lock.json`);
    return [name, range === '=' ? version : `${range}${version}`];
  });
  return { ...published, dependencies: Object.fromEntries(dependencies) };
}

function readJson(file: string): Json {
  return JSON.parse(readFileSync(file, 'utf8')) as Json;
}

if (import.meta.main) writePublishedPackage(path.resolve('.'), path.resolve('dist'));
