import { existsSync } from 'node:fs';
import path from 'node:path';

import { type Environment, StartupError } from '@webhooks/runtime';

/** Where the database is, whether it is there or not. */
export function databasePath(env: Environment): string {
  return path.resolve(env['INIT_CWD'] || '.', env['DATA_DIR'] || './data', 'webhooks.db');
}

/**
 * The database that is there.
 *
 * @throws StartupError when there is none.
 */
export function databaseFile(env: Environment): string {
  const file = databasePath(env);
  if (existsSync(file)) return file;
  throw new StartupError(`${file} does not exist; set DATA_DIR to where the database is`);
}
