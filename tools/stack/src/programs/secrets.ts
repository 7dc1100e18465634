import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { StartupError, type Environment } from '@webhooks/runtime';
import { readSecretsFile, secretOf, type StackSecretName } from '@webhooks/tool-kit';

/** What the apps are started with. */
export type StackSecrets = Readonly<Partial<Record<StackSecretName, string>>>;

const makers: Readonly<Record<StackSecretName, () => string>> = {
  AUTH_HS256_SECRET: () => randomBytes(32).toString('base64url'),
  AUTH_SERVICE_HS256_SECRET: () => randomBytes(32).toString('base64url'),
  FACADE_SECRET: () => randomBytes(32).toString('base64url'),
  SECRETS_KEY: () => randomBytes(32).toString('base64'),
  SAMPLE_SIGNING_SECRET: () => `whsec_${randomBytes(32).toString('base64')}`,
};

/**
 * The named secrets: from the environment, else from the file, else made up and kept there, for
 * the owner alone. What the file holds is never replaced.
 *
 * @throws StartupError when the file can be neither read nor written, or there is a database
 * already, which a key that is made up cannot open.
 */
export function ensureSecrets(
  file: string,
  names: readonly StackSecretName[],
  env: Environment,
): StackSecrets {
  const kept = readSecretsFile(file);
  const given = (name: StackSecretName): string | undefined =>
    secretOf(env, name) ?? secretOf(kept, name, file);
  const missing = names.filter((name) => given(name) === undefined);
  if (missing.includes('SECRETS_KEY')) refuseOldDatabase(file);
  const made = Object.fromEntries(missing.map((name) => [name, makers[name]()]));
  if (missing.length > 0) writeSecretsFile(file, { ...kept, ...made });
  return Object.fromEntries(names.map((name) => [name, given(name) ?? made[name]]));
}

function refuseOldDatabase(file: string): void {
  const database = path.join(path.dirname(file), 'webhooks.db');
  if (!existsSync(database)) return;
  throw new StartupError(
    `${database} is there, but SECRETS_KEY is neither set nor in ${file}: set the key that the database was written with`,
  );
}

/** The file is complete at every moment, and nobody else may read it at any. */
function writeSecretsFile(file: string, secrets: StackSecrets): void {
  const temporary = `${file}.${process.pid}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    rmSync(temporary, { force: true });
    writeFileSync(temporary, `${JSON.stringify(secrets, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
    renameSync(temporary, file);
  } catch (error) {
    throw new StartupError(`${file} cannot be written: ${(error as Error).message}`);
  }
}
