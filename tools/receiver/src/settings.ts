import { SettingsReader, type Environment } from '@webhooks/runtime';

export interface Settings {
  readonly host: string;
  readonly port: number;
  /** The endpoint's signing secret ("whsec_…"); null means signatures are not checked. */
  readonly secret: string | null;
}

/** @throws StartupError that names everything that is wrong. */
export function readSettings(env: Environment): Settings {
  const read = new SettingsReader(env);
  const settings = {
    host: read.text('HOST', { default: '127.0.0.1' }),
    port: read.port('RECEIVER_PORT', 8082),
    secret: read.optionalText('RECEIVER_SECRET'),
  };
  if (settings.secret !== null && !/^whsec_[A-Za-z0-9+/]{32,88}=*$/.test(settings.secret)) {
    read.problem('RECEIVER_SECRET', 'must be "whsec_" and 24 to 64 bytes in base64');
  }
  read.finish();
  return settings;
}
