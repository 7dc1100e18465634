import { join } from 'node:path';

import { readTokenKeySettings, type TokenKeySettings } from '@webhooks/auth';
import { SettingsReader, type Environment } from '@webhooks/runtime';
import { logLevels, type LogLevel } from '@webhooks/telemetry';

/** Everything that the environment decides. */
export interface Settings {
  readonly host: string;
  readonly rpcPort: number;
  readonly adminPort: number;
  readonly databasePath: string;
  readonly secretsKey: Uint8Array;
  readonly tokenKeys: TokenKeySettings;
  readonly natsUrl: string;
  /** Whether endpoints may be plain http. */
  readonly allowHttpEndpoints: boolean;
  /** How often published jobs that nobody started are looked for at the broker, and from what age. */
  readonly reconcileIntervalMs: number;
  readonly reconcileMinAgeMs: number;
  readonly logLevel: LogLevel;
}

/** @throws StartupError that names every bad setting at once. */
export function readSettings(env: Environment): Settings {
  const read = new SettingsReader(env);
  const milliseconds = { min: 100, max: 3_600_000 };
  const settings: Settings = {
    host: read.text('HOST', { default: '127.0.0.1' }),
    rpcPort: read.port('RPC_PORT', 8081),
    adminPort: read.port('SERVICE_ADMIN_PORT', 8084),
    databasePath: join(read.text('DATA_DIR', { default: './data' }), 'webhooks.db'),
    secretsKey: read.base64('SECRETS_KEY', { bytes: 32 }),
    tokenKeys: readTokenKeySettings(read),
    natsUrl: read.url('NATS_URL', {
      default: 'nats://127.0.0.1:4222',
      schemes: ['nats', 'tls'],
    }).href,
    allowHttpEndpoints: read.flag('ALLOW_HTTP_ENDPOINTS', false),
    reconcileIntervalMs: read.integer('RECONCILE_INTERVAL_MS', {
      default: 10_000,
      ...milliseconds,
    }),
    reconcileMinAgeMs: read.integer('RECONCILE_MIN_AGE_MS', { default: 5_000, ...milliseconds }),
    logLevel: read.oneOf('LOG_LEVEL', logLevels, 'info'),
  };
  read.finish();
  return settings;
}
