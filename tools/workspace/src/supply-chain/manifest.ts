import { readFileSync } from 'node:fs';
import path from 'node:path';

type Ranges = Readonly<Record<string, string>>;

/** The part of a package.json that says what may be installed and run. */
export interface Manifest {
  readonly name: string;
  readonly dependencies?: Ranges;
  readonly devDependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
  readonly peerDependencies?: Ranges;
  /** Which `name@version` may run its install scripts; npm asks only the root's. */
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}
