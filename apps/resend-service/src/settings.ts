import { isIP } from 'node:net';
import { join } from 'node:path';

import { parseRange, readAddressPolicy, type AddressPolicy } from '@webhooks/address-guard';
import { readFacadeSecret, readTokenKeySettings, type TokenKeySettings } from '@webhooks/auth';
import { readStreamBytes } from '@webhooks/bus';
import type { ActiveLimits, TokenBucketPolicy, VerificationMode } from '@webhooks/domain';
import { SettingsReader, type Environment } from '@webhooks/runtime';
import {
  logLevels,
  readTraceSettings,
  type LogLevel,
  type TraceSettings,
} from '@webhooks/telemetry';

import type { RetentionPolicy } from './retention/retention.ts';

import type { PerUserLimits } from './resend/per-user-limit.ts';

const DAY_S = 86_400;

/** Everything that the environment decides. */
export interface Settings {
  readonly host: string;
  readonly rpcPort: number;
  readonly adminPort: number;
  readonly databasePath: string;
  /** The first seals, all open. */
  readonly secretsKey: readonly Uint8Array[];
  readonly tokenKeys: TokenKeySettings;
  readonly natsUrl: string;
  /** What the broker's stream may hold. */
  readonly maxStreamBytes: number;
  /** Where endpoints may be. */
  readonly addresses: AddressPolicy;
  /** Where deliveries come from, for receivers that let in nobody else. */
  readonly sourceIps: readonly string[];
  /** Which URLs that users set have to prove themselves; null: as the database has it. */
  readonly verification: VerificationMode | null;
  /** How often published jobs that nobody started are looked for at the broker, and from what age. */
  readonly reconcileIntervalMs: number;
  readonly reconcileMinAgeMs: number;
  /** What a facade shows to tell for which address it calls; null: no address is believed. */
  readonly facadeSecret: string | null;
  readonly activeLimits: ActiveLimits;
  /** How long a sender is taken to go on that said RETRYING. */
  readonly originalRetryForMs: number;
  /** As the dispatcher has it: when it fails what is not settled of a resend. */
  readonly expiresAfterMs: number;
  /** Calls that one user may make; null means no limit. */
  readonly userRate: TokenBucketPolicy | null;
  /** Calls of WatchResend at once. */
  readonly watchers: PerUserLimits;
  readonly retention: RetentionPolicy;
  /** Where spans are sent; null: nowhere. */
  readonly tracing: TraceSettings | null;
  readonly logLevel: LogLevel;
}

/** @throws StartupError that names every bad setting at once. */
export function readSettings(env: Environment, read = new SettingsReader(env)): Settings {
  const milliseconds = { min: 100, max: 3_600_000 };
  const settings: Settings = {
    host: read.host(),
    rpcPort: read.port('RPC_PORT', 8081),
    adminPort: read.port('SERVICE_ADMIN_PORT', 8084),
    databasePath: join(read.dataDir(), 'webhooks.db'),
    secretsKey: read.base64List('SECRETS_KEY', { bytes: 32, max: 8 }),
    tokenKeys: readTokenKeySettings(read),
    natsUrl: read.url('NATS_URL', {
      default: 'nats://127.0.0.1:4222',
      schemes: ['nats', 'tls'],
    }).href,
    maxStreamBytes: readStreamBytes(read),
    addresses: readAddressPolicy(read),
    sourceIps: readSourceIps(read),
    verification: readVerification(read),
    reconcileIntervalMs: read.integer('RECONCILE_INTERVAL_MS', {
      default: 10_000,
      ...milliseconds,
    }),
    reconcileMinAgeMs: read.integer('RECONCILE_MIN_AGE_MS', { default: 5_000, ...milliseconds }),
    facadeSecret: readFacadeSecret(read),
    activeLimits: {
      perUser: readLimit(read, 'MAX_ACTIVE_BULK_PER_USER', 20),
      perAccount: readLimit(read, 'MAX_ACTIVE_BULK_PER_ACCOUNT', 20),
    },
    originalRetryForMs:
      read.integer('ORIGINAL_RETRY_FOR', { default: 3 * DAY_S, min: 0, max: 365 * DAY_S }) * 1000,
    expiresAfterMs:
      read.integer('RESEND_EXPIRES_AFTER', { default: 3 * DAY_S, min: 1, max: 30 * DAY_S }) * 1000,
    userRate: readUserRate(read),
    watchers: {
      total: read.integer('MAX_WATCHERS', { default: 1_000, min: 1, max: 100_000 }),
      perUser: read.integer('MAX_WATCHERS_PER_USER', { default: 20, min: 1, max: 100_000 }),
    },
    retention: {
      resendsMs: read.days('KEEP_RESENDS_DAYS', 365),
      auditRecordsMs: read.days('KEEP_AUDIT_DAYS', 1_826),
    },
    tracing: readTraceSettings(read),
    logLevel: read.oneOf('LOG_LEVEL', logLevels, 'info'),
  };
  read.finish();
  return settings;
}

function readVerification(read: SettingsReader): VerificationMode | null {
  const modes = ['by database', 'off', 'moved', 'all'] as const;
  const mode = read.oneOf('ENDPOINT_VERIFICATION', modes, 'by database');
  return mode === 'by database' ? null : mode;
}

function readSourceIps(read: SettingsReader): readonly string[] {
  const texts = read.list('SOURCE_IPS', []);
  for (const text of texts) {
    if (isIP(text) !== 0 || parseRange(text) !== null || text === '') continue;
    read.problem('SOURCE_IPS', `holds ${text}, which is no address or CIDR`);
  }
  return texts;
}

/** 0 means no limit. */
function readLimit(read: SettingsReader, name: string, fallback: number): number | null {
  const limit = read.integer(name, { default: fallback, min: 0, max: 100_000 });
  return limit === 0 ? null : limit;
}

function readUserRate(read: SettingsReader): TokenBucketPolicy | null {
  const ratePerSecond = readLimit(read, 'USER_REQUESTS_PER_SECOND', 0);
  const burst = read.integer('USER_REQUEST_BURST', { default: 50, min: 1, max: 100_000 });
  return ratePerSecond === null ? null : { ratePerSecond, burst };
}
