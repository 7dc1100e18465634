import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The licences of the packages whose code is inside of a bundle, which ask to be named with every
 * copy. Inputs are the files that the bundle was made of.
 */
export function thirdPartyLicences(inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((file) => packageFolder(file) ?? []));
  return [...new Set([...folders].map(licenceOf))].toSorted().join(`\n${'-'.repeat(72)}\n\n`);
}

/** The folder of the package that a file belongs to; null for what is no package of others. */
function packageFolder(file: string): string | null {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.split(path.sep).join('/'))?.[0] ?? null;
}

function licenceOf(folder: string): string {
  const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
  const { name, version, license } = JSON.parse(text) as Record<string, string>;
  const [file] = globSync('{LICENSE,LICENCE,license}*', { cwd: folder }).toSorted();
  const terms = file === undefined ? '' : `\n${readFileSync(path.join(folder, file), 'utf8')}`;
  return `${name} ${version}: ${license}\n${terms.trimEnd()}\n`;
}
