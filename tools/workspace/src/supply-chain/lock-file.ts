import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

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

/** Those of them that more than building and testing needs. */
export function productionPackages(packages: LockedPackages): ExternalPackage[] {
  return externalPackages(packages).filter(({ dev }) => dev !== true);
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
