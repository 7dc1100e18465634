import { globSync } from 'node:fs';
import path from 'node:path';

import { readClassFigures } from './class-figures.ts';

const ENGINE = 'apps/dispatcher/src/engine';

/** More wiring than this, and a class is told by others what it should own. */
const MAX_FUNCTIONS = 4;

/** What keeps the state of the engine with its owners. */
export interface EngineFigures {
  /** One line for each figure. */
  readonly lines: readonly string[];
  /** One line for each that is not as it has to be. */
  readonly problems: readonly string[];
}

/** Reads the classes of the engine; tests are left out. */
export function readEngineFigures(root: string): EngineFigures {
  const files = globSync(`${ENGINE}/**/*.ts`, { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => path.join(root, file));
  const figures = readClassFigures(files, (file) => path.relative(path.join(root, ENGINE), file));
  const { mutableFields, functions, countingFiles } = figures;
  const most = Math.max(0, ...functions.map(({ count }) => count));
  const wired = functions.filter(({ count }) => count > MAX_FUNCTIONS);
  const counts = countingFiles.length;
  return {
    lines: [
      `engine: ${functions.length} classes, ${mutableFields.length} public mutable fields`,
      `engine: a class takes ${most} functions at most`,
      `engine: what is in flight is counted in ${counts} files (${countingFiles.join(', ')})`,
    ],
    problems: [
      ...mutableFields.map((field) => `${field} can be assigned by anybody`),
      ...wired.map(({ place, count }) => `${place} takes ${count} functions`),
      ...(counts === 1 ? [] : [`what is in flight is counted in ${counts} files`]),
    ],
  };
}
