import { type Environment, SettingsReader } from '@webhooks/runtime';
import { readStackSecret } from '@webhooks/tool-kit';

/**
 * The keys of the database, as the environment or `npm start` has them: the first seals, all open.
 *
 * @throws StartupError when there is none.
 */
export function readSecretsKey(env: Environment): readonly Uint8Array[] {
  const read = new SettingsReader({ SECRETS_KEY: readStackSecret(env, 'SECRETS_KEY') });
  const keys = read.base64List('SECRETS_KEY', { bytes: 32, max: 8 });
  read.finish();
  return keys;
}
