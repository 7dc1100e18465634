import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
/** With what npm has kept; a registry that has to be asked is somewhere else. */
const INSTALL_LIMIT_MS = 120_000;

/** What is published of the repository, packed as others get it. */
export const PACKED_PROJECTS = [
  ...['apps/console', 'apps/dispatcher', 'apps/resend-service', 'apps/rest-facade'],
  ...['libs/client', 'libs/contracts', 'tools/resendctl'],
] as const;

/** Packs the projects as they are built, and installs them in a folder that has nothing else. */
export function installPacked(folder: string): void {
  for (const project of PACKED_PROJECTS) {
    const args = ['pack', '--silent', '--pack-destination', folder];
    execFileSync('npm', args, { cwd: path.join(root, project, 'dist') });
  }
  const archives = globSync('*.tgz', { cwd: folder }).map((name) => `./${name}`);
  writeFileSync(path.join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...options, ...archives], {
    cwd: folder,
    timeout: INSTALL_LIMIT_MS,
    stdio: 'pipe',
  });
}

/** The oldest Node on the PATH that the packages say they run on, which the tests' own is one of. */
export function oldestNode(): string {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const nodes = [process.execPath, ...folders.map((folder) => path.join(folder, 'node'))]
    .map((file) => ({ file, version: versionOf(file) }))
    .filter(({ version: [major = 0, minor = 0] }) => major > 22 || (major === 22 && minor >= 19))
    .toSorted((one, other) => (one.version[0] ?? 0) - (other.version[0] ?? 0));
  return nodes[0]?.file ?? process.execPath;
}

function versionOf(file: string): number[] {
  const { stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' });
  return (stdout ?? '').trim().replace('v', '').split('.').map(Number);
}
