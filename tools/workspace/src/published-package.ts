import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Fields that a package has in common in the workspace and where it is published. */
const SHARED = ['name', 'version', 'description', 'license', 'type'] as const;

/**
 * Makes a folder of built files a package that can be packed: a manifest with what "published" in
 * the package's own one says, and the README.
 */
export function writePublishedPackage(folder: string, outputFolder: string): void {
  const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
  const { published, ...own } = JSON.parse(text) as Record<string, unknown>;
  const shared = Object.fromEntries(SHARED.map((name) => [name, own[name]]));
  const manifest = { ...shared, ...(published as object) };
  const file = path.join(outputFolder, 'package.json');
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  const readme = path.join(folder, 'README.md');
  if (existsSync(readme)) copyFileSync(readme, path.join(outputFolder, 'README.md'));
}

if (import.meta.main) writePublishedPackage(path.resolve('.'), path.resolve('dist'));
