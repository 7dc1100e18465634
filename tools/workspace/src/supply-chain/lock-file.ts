import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

type Ranges = Readonly<Record<string, string>>;

/** What a package says in package-lock.json; of a workspace it is the same as in its manifest. */
export interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  /** True of a workspace's place in node_modules. */
  readonly link?: boolean;
  /** True if only building and testing need it. */
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
  readonly peerDependencies?: Ranges;
}

/** Packages by their folder: `node_modules/koa`, or `libs/store` for a workspace. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

export interface ExternalPackage extends LockedPackage {
  readonly folder: string;
  /** As in `koa@3.3.0`. */
  readonly id: string;
}

export function readLockFile(root: string): LockedPackages {
  const text = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  return (JSON.parse(text) as { packages: LockedPackages }).packages;
}

/** npm also compiles what has a binding.gyp, which only the installed package shows. */
export function withCompilations(root: string, packages: LockedPackages): LockedPackages {
  const compiles = (folder: string): boolean => existsSync(path.join(root, folder, 'binding.gyp'));
  return Object.fromEntries(
    Object.entries(packages).map(([folder, locked]) => [
      folder,
      compiles(folder) ? { ...locked, hasInstallScript: true } : locked,
    ]),
  );
}

/** Everything that comes from outside of this repository. */
export function externalPackages(packages: LockedPackages): ExternalPackage[] {
  return Object.entries(packages)
    .filter(([folder, { link }]) => isInstalled(folder) && link !== true)
    .map(([folder, locked]) => ({
      ...locked,
      folder,
      id: `${nameOf(folder, locked)}@${locked.version}`,
    }));
}

/**
 * Those of them that what is shipped needs: the dependencies of the workspaces. What the root asks
 * for is here for `npm start` and for tools, and belongs to no image.
 */
export function productionPackages(packages: LockedPackages): ExternalPackage[] {
  const reached = new Set<string>();
  const waiting = manifestFolders(packages).filter((folder) => folder !== '');
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (reached.has(folder)) continue;
    reached.add(folder);
    waiting.push(...dependencyFolders(packages, folder));
  }
  return externalPackages(packages).filter(({ folder }) => reached.has(folder));
}

/** Where Node finds what a package depends on; what is optional may be in no folder. */
function dependencyFolders(packages: LockedPackages, folder: string): string[] {
  const { dependencies, optionalDependencies, peerDependencies } = packages[folder] ?? {};
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  return names.flatMap((name) => {
    const places = ancestors(folder).map((place) => path.posix.join(place, 'node_modules', name));
    return places.find((place) => packages[place] !== undefined) ?? [];
  });
}

/** A folder and all that it is in, up to the root. */
function ancestors(folder: string): string[] {
  const parts = folder === '' ? [] : folder.split('/');
  return [...parts.keys(), parts.length].map((count) => parts.slice(0, count).join('/')).reverse();
}

/** Folders with a package.json of this repository; '' is the root. */
export function manifestFolders(packages: LockedPackages): string[] {
  return Object.keys(packages).filter((folder) => !isInstalled(folder));
}

function isInstalled(folder: string): boolean {
  return folder.includes('node_modules/');
}

/** A name of its own stands in the lock file only where an alias names the folder. */
function nameOf(folder: string, { name }: LockedPackage): string {
  return name ?? folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
