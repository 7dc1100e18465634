import { SettingsReader, type Environment } from '@webhooks/runtime';

import type { ReceiverOptions } from './receiver.ts';

/** @throws StartupError that names everything that is wrong. */
export function readSettings(env: Environment, read = new SettingsReader(env)): ReceiverOptions {
  const secret = read.secretText('RECEIVER_SECRET');
  if (secret !== null && !/^whsec_[A-Za-z0-9+/]{32,88}=*$/.test(secret)) {
    read.problem('RECEIVER_SECRET', 'must be "whsec_" and 24 to 64 bytes in base64');
  }
  const options = {
    host: read.host(),
    port: read.port('RECEIVER_PORT', 8082),
    portSetting: 'RECEIVER_PORT',
    secrets: secret === null ? [] : [secret],
  };
  read.finish();
  return options;
}
