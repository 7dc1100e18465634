import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { StartupError } from '@webhooks/runtime';

/** A directory for a benchmark's files; it is gone after its disposal. */
export interface WorkDirectory extends Disposable {
  readonly path: string;
}

/** Makes a directory under TMPDIR, which is to be on the disk that is measured. */
export function createWorkDirectory(name: string): WorkDirectory {
  const directory = mkdtempSync(path.join(tmpdir(), `bench-${name}-`));
  return {
    path: directory,
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** @throws StartupError when the disk of the work directories has less than this left. */
export function requireDisk(bytes: number): void {
  const { bavail, bsize } = statfsSync(tmpdir());
  const free = bavail * bsize;
  if (free >= bytes) return;
  throw new StartupError(
    `${tmpdir()} has ${inGb(free)} GB left and ${inGb(bytes)} GB are needed: set TMPDIR to a larger disk, or choose smaller sizes`,
  );
}

function inGb(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
