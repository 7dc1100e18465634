import { externalPackages, productionPackages, type LockedPackages } from './lock-file.ts';
import type { Manifest } from './manifest.ts';

/** A version and nothing else, perhaps of a package under another name. */
const EXACT = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;

/** Licences that ask for no more than to be named. */
const LICENCES: readonly (string | undefined)[] = [
  'MIT',
  'Apache-2.0',
  'ISC',
  'BSD-3-Clause',
  'Unlicense',
  '(Apache-2.0 AND BSD-3-Clause)',
  '(MIT OR CC0-1.0)',
];

/**
 * What is installed is what was locked, byte for byte; the registry is the installing machine's
 * own matter.
 */
export function lockProblems(packages: LockedPackages): string[] {
  return externalPackages(packages).flatMap(({ folder, integrity, resolved }) => [
    ...(integrity === undefined ? [`${folder} has no integrity in package-lock.json`] : []),
    ...(resolved === undefined ? [] : [`${folder} is bound to ${resolved} in package-lock.json`]),
  ]);
}

/** Only packages of this repository may be asked for without a version. */
export function rangeProblems(manifest: Manifest): string[] {
  const ranges = [
    manifest.dependencies,
    manifest.devDependencies,
    manifest.optionalDependencies,
    manifest.peerDependencies,
  ].flatMap((dependencies) => Object.entries(dependencies ?? {}));
  return ranges
    .filter(([name, range]) => !EXACT.test(range) && !(isOwn(name) && range === '*'))
    .map(([name, range]) => `${manifest.name} asks for ${name} ${range}; name one exact version`);
}

/**
 * Each version with an install script is looked at anew and refused, and no refusal outlives it.
 * None may be allowed: npm finds the version of an allowance in the URL of a locked package, which
 * the lock file does not have, and many companies run no install script at all.
 */
export function scriptProblems(packages: LockedPackages, root: Manifest): string[] {
  const withScript = externalPackages(packages)
    .filter(({ hasInstallScript }) => hasInstallScript === true)
    .map(({ id }) => id);
  const decided = Object.keys(root.allowScripts ?? {});
  const allowed = Object.entries(root.allowScripts ?? {}).filter(([, allows]) => allows);
  return [
    ...allowed.map(([id]) => `${id} is allowed to run its install script; it has to do without`),
    ...withScript
      .filter((id) => !decided.includes(id))
      .map(
        (id) =>
          `${id} has an install script; see that it does without and refuse it in allowScripts of package.json`,
      ),
    ...decided
      .filter((id) => !withScript.includes(id))
      .map((id) => `${id} stands in allowScripts of package.json and has no install script to run`),
  ];
}

export function licenceProblems(packages: LockedPackages): string[] {
  return productionPackages(packages)
    .filter(({ license }) => !LICENCES.includes(license))
    .map(({ id, license }) => `${id} has the licence ${license ?? 'none'}, which is not allowed`);
}

function isOwn(name: string): boolean {
  return name.startsWith('@webhooks/');
}
