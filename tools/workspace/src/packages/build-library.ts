import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { writePublishedPackage } from './published-package.ts';

/** The end of the path of a source, in an import or export of declarations. */
const ENDING = /(from ['"]\.[^'"]*)\.ts(['"])/g;

/** Compiles a library with its tsconfig.build.json to plain JavaScript, declarations and a manifest. */
export function buildLibrary(folder: string, outputFolder: string): void {
  rmSync(outputFolder, { recursive: true, force: true });
  const args = ['-p', 'tsconfig.build.json', '--outDir', outputFolder];
  execFileSync('tsc', args, { cwd: folder, stdio: 'inherit' });
  for (const file of globSync('**/*.d.ts', { cwd: outputFolder })) {
    const declarations = path.join(outputFolder, file);
    // The compiler leaves the endings of the sources in declarations.
    const text = readFileSync(declarations, 'utf8').replaceAll(ENDING, '$1.js$2');
    writeFileSync(declarations, text);
  }
  writePublishedPackage(folder, outputFolder);
}

if (import.meta.main) buildLibrary(path.resolve('.'), path.resolve('dist'));
