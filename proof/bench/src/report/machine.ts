import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';

import { openDatabase } from '@webhooks/store-sqlite';

import { createWorkDirectory } from '../benchmark/work-directory.ts';

/** Names what was measured on: absolute figures mean nothing without it. */
export function describeMachine(): string {
  const processors = cpus();
  const memoryGib = Math.round(totalmem() / 2 ** 30);
  const model = processors[0]?.model.trim() || 'unknown processor';
  const parts = [
    `${processors.length} × ${model}`,
    `${memoryGib} GiB`,
    distribution(),
    `Node ${process.versions.node}`,
    `SQLite ${sqliteVersion()}`,
    outputOf('nats-server', ['--version']).replace(': v', ' '),
  ];
  return parts.join(', ');
}

/** Names the sources that were measured. */
export function describeCommit(): string {
  const directory = ['-C', import.meta.dirname];
  const commit = outputOf('git', [...directory, 'rev-parse', '--short', 'HEAD']);
  const changes = outputOf('git', [...directory, 'status', '--porcelain', ':/']);
  return changes === '' ? commit : `${commit} with changes`;
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'Linux';
  } catch {
    return process.platform;
  }
}

/** Of the library that the apps load, which is not the one in Node. */
function sqliteVersion(): string {
  using directory = createWorkDirectory('version');
  const secretsKey = randomBytes(32);
  using database = openDatabase({ path: path.join(directory.path, 'v.db'), secretsKey });
  const version = database.connection.prepare<[], string>('SELECT sqlite_version()').pluck();
  return version.get() ?? 'unknown';
}

function outputOf(file: string, args: readonly string[]): string {
  try {
    return execFileSync(file, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return `unknown ${file}`;
  }
}
