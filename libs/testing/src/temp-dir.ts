import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty directory that goes away with everything in it. */
export interface TempDir extends Disposable, AsyncDisposable {
  readonly path: string;
  /** The path of a file in it. */
  file(name: string): string;
}

/** Makes an empty directory under the system's temporary one. */
export function createTempDir(): TempDir {
  const path = mkdtempSync(join(tmpdir(), 'webhooks-'));
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  return {
    path,
    file: (name) => join(path, name),
    [Symbol.dispose]: remove,
    [Symbol.asyncDispose]: async () => remove(),
  };
}
