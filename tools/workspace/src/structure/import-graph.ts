import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Specifiers of static imports and re-exports, types too, and of import() of a literal. */
const IMPORTS =
  /^(?:import|export)\s(?:[^'";]*?\sfrom\s+)?'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

/** Which files of the workspace each file imports, by their paths from the root. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Reads the relative imports of all TypeScript files in these folders of the workspace. */
export function readImportGraph(root: string, folders: readonly string[]): ImportGraph {
  const patterns = folders.map((folder) => `${folder}/**/*.{ts,tsx}`);
  const files = globSync(patterns, { cwd: root, exclude: isLeftOut }).toSorted();
  return new Map(files.map((file) => [file, importsOf(root, file)]));
}

function importsOf(root: string, file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const specifiers = [...text.matchAll(IMPORTS)].map(([, ...found]) => found.find(Boolean) ?? '');
  const imported = specifiers
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => path.join(path.dirname(file), specifier))
    .filter((target) => existsSync(path.join(root, target)));
  return [...new Set(imported)];
}

function isLeftOut(name: string): boolean {
  return /(^|\/)(node_modules|dist|gen|\.\w+)$/.test(name);
}
