import { reachableOrigin, SettingsReader, type Environment } from '@webhooks/runtime';
import { logLevels, type LogLevel } from '@webhooks/telemetry';

/** Everything that can be set, with units in the names. */
export interface Settings {
  readonly host: string;
  /** Where the canary's own receiver listens. */
  readonly port: number;
  readonly adminPort: number;
  /** Where deliveries reach that receiver; null: its own address. */
  readonly endpointUrl: URL | null;
  /** The REST API that is watched. */
  readonly restUrl: URL;
  /** The core, which gets the canary's account. */
  readonly rpcUrl: URL;
  readonly intervalMs: number;
  /** How long a canary may take from its request to its arrival. */
  readonly timeoutMs: number;
  /** Number of the canary's account, user and object alike: nobody else's. */
  readonly accountId: number;
  readonly logLevel: LogLevel;
}

/** @throws StartupError that names everything that is wrong. */
export function readSettings(env: Environment, read = new SettingsReader(env)): Settings {
  const host = read.host();
  const restPort = read.port('REST_PORT', 8080);
  const rpcPort = read.port('RPC_PORT', 8081);
  const settings: Settings = {
    host,
    port: read.port('CANARY_PORT', 8086),
    adminPort: read.port('CANARY_ADMIN_PORT', 8087),
    endpointUrl: read.has('CANARY_ENDPOINT_URL') ? read.url('CANARY_ENDPOINT_URL') : null,
    restUrl: read.url('CANARY_REST_URL', { default: reachableOrigin(host, restPort) }),
    rpcUrl: read.url('RPC_URL', { default: reachableOrigin(host, rpcPort) }),
    intervalMs: read.integer('CANARY_INTERVAL_MS', { default: 60_000, min: 100, max: 3_600_000 }),
    timeoutMs: read.integer('CANARY_TIMEOUT_MS', { default: 30_000, min: 100, max: 600_000 }),
    accountId: read.integer('CANARY_ACCOUNT_ID', {
      default: Number.MAX_SAFE_INTEGER,
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
    }),
    logLevel: read.oneOf<LogLevel>('LOG_LEVEL', logLevels, 'info'),
  };
  read.finish();
  return settings;
}
