import { readFileSync } from 'node:fs';
import path from 'node:path';

import { readSecretText, StartupError, type Environment } from '@webhooks/runtime';

/** Secrets that the stack makes up once, by the name of their setting. */
export type StackSecretName =
  | 'AUTH_HS256_SECRET'
  | 'AUTH_SERVICE_HS256_SECRET'
  | 'FACADE_SECRET'
  | 'SECRETS_KEY'
  | 'SAMPLE_SIGNING_SECRET';

/** Where the stack keeps the secrets that it made up. */
export function secretsFile(env: Environment): string {
  return path.join(env['DATA_DIR'] || './data', 'secrets.json');
}

/**
 * A secret of the running stack: from the environment, else from the stack's file.
 *
 * @throws StartupError when it is in neither.
 */
export function readStackSecret(env: Environment, name: StackSecretName): string {
  const file = secretsFile(env);
  const secret = secretOf(env, name) ?? secretOf(readSecretsFile(file), name, file);
  if (secret !== undefined) return secret;
  const remedy =
    name === 'SECRETS_KEY'
      ? 'set the key that the database was written with'
      : 'start the stack first (npm start), or set it';
  throw new StartupError(`${name} is neither set nor in ${file}: ${remedy}`);
}

/**
 * A secret as it is used: one final newline is cut off. Undefined when it is absent or empty.
 *
 * @throws StartupError that names it, and the file that it is from, when it has other white space
 * at its ends.
 */
export function secretOf(
  source: Environment,
  name: StackSecretName,
  file?: string,
): string | undefined {
  const { text, problem } = readSecretText(source[name] ?? '');
  if (problem === null) return text === '' ? undefined : text;
  throw new StartupError(`${name}${file === undefined ? '' : ` in ${file}`} ${problem}`);
}

/** What the file holds; nothing when it does not exist yet. */
export function readSecretsFile(file: string): Partial<Record<StackSecretName, string>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<StackSecretName, string>>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new StartupError(`${file} cannot be read: ${(error as Error).message}`);
  }
}
