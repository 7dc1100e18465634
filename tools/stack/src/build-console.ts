import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '../../..');
const source = path.join(root, 'apps/console');
const built = path.join(source, 'dist');

/** It takes a second or two; a machine that is busy may need more. */
const BUILD_LIMIT_MS = 60_000;

/**
 * The directory of the built console. Builds it where it is missing, or older than what it is made
 * of; a build takes about as long as it would take Nx to find out that there is nothing to do.
 *
 * @throws Error that tells why it cannot be built.
 */
export async function buildConsole(signal: AbortSignal): Promise<string> {
  if (!isUpToDate()) {
    // Where npm put it: beside the console, or at the root.
    const manifest = createRequire(path.join(source, 'package.json')).resolve('vite/package.json');
    const vite = path.join(path.dirname(manifest), 'bin/vite.js');
    const options = { cwd: source, timeout: BUILD_LIMIT_MS, signal };
    await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel=error'], options);
  }
  return built;
}

function isUpToDate(): boolean {
  const output = statSync(path.join(built, 'index.html'), { throwIfNoEntry: false });
  if (output === undefined) return false;
  const inputs = [
    path.join(root, 'package-lock.json'),
    ...['index.html', 'package.json', 'vite.config.js'].map((name) => path.join(source, name)),
    ...filesIn(path.join(source, 'src')),
  ];
  return inputs.every((file) => statSync(file).mtimeMs <= output.mtimeMs);
}

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true }).map((entry) =>
    path.join(entry.parentPath, entry.name),
  );
}
