import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
  manifestFolders,
  productionPackages,
  readLockFile,
  type LockedPackages,
} from './lock-file.ts';
import { readManifest } from './manifest.ts';

interface Component {
  readonly 'bom-ref': string;
  readonly purl: string;
}

/** The part of a CycloneDX document that is looked at here. */
export interface Sbom {
  readonly bomFormat: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: string[] }[];
}

/**
 * The packages of package-lock.json that production needs, as CycloneDX. npm looks at a copy
 * without all that only building and testing needs, because `npm sbom --omit dev` also leaves out
 * what one workspace needs to run and another to test.
 */
export function productionSbom(root: string): Sbom {
  const copy = mkdtempSync(path.join(tmpdir(), 'sbom-'));
  try {
    writeProductionCopy(root, copy);
    const args = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx'];
    const options = { cwd: copy, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
    return JSON.parse(execFileSync('npm', args, { ...options, timeout: 60_000 })) as Sbom;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** Manifests and lock file as they would be with nothing but what is shipped. */
function writeProductionCopy(root: string, copy: string): void {
  const all = readLockFile(root);
  const shipped = new Set(productionPackages(all).map(({ folder }) => folder));
  const packages: LockedPackages = Object.fromEntries(
    Object.entries(all)
      .filter(
        ([folder, { link }]) => !folder.includes('node_modules/') || link || shipped.has(folder),
      )
      .map(([folder, locked]) => [folder, withShippedAlone(folder, locked)]),
  );
  writeJson(path.join(copy, 'package-lock.json'), { lockfileVersion: 3, packages });
  for (const folder of manifestFolders(packages)) {
    const manifest = withShippedAlone(folder, readManifest(path.join(root, folder)));
    writeJson(path.join(copy, folder, 'package.json'), manifest);
  }
}

/** Nothing that builds and tests, and of the root nothing at all. */
function withShippedAlone<T extends object>(folder: string, manifest: T): T {
  const rest = { ...manifest, devDependencies: undefined };
  if (folder !== '') return rest;
  return { ...rest, dependencies: undefined, optionalDependencies: undefined };
}

function writeJson(file: string, content: object): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
}
