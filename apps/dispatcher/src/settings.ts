import {
  readAddressPolicy,
  readDnsSettings,
  type AddressPolicy,
  type DnsSettings,
} from '@webhooks/address-guard';
import { readStreamBytes } from '@webhooks/bus';
import { defaultBreakerPolicy, type BreakerPolicy } from '@webhooks/delivery';
import type { OutageLimits } from '@webhooks/domain';
import { SettingsReader, type Environment } from '@webhooks/runtime';
import {
  logLevels,
  readTraceSettings,
  type LogLevel,
  type TraceSettings,
} from '@webhooks/telemetry';

import { readEgressSettings, type EgressSettings } from './egress/read-egress-settings.ts';
import type { RetryPolicy } from './engine/attempt/attempt-sequence.ts';
import type { RetentionPolicy } from './retention.ts';

/** Everything that can be set, with units in the names. */
export interface Settings {
  readonly host: string;
  readonly adminPort: number;
  readonly dataDir: string;
  /** The first seals, all open. */
  readonly secretsKey: readonly Uint8Array[];
  readonly natsUrl: string;
  /** What the broker's stream may hold. */
  readonly maxStreamBytes: number;
  readonly addresses: AddressPolicy;
  readonly dns: DnsSettings;
  readonly egress: EgressSettings;
  readonly retryScheduleMs: readonly number[];
  readonly expiresAfterMs: number;
  readonly notifications: RetryPolicy;
  readonly attemptTimeoutMs: number;
  readonly connectionMaxAgeMs: number;
  readonly maxInFlight: number;
  readonly endpointMaxInFlight: number;
  readonly breaker: BreakerPolicy;
  readonly outages: OutageLimits;
  readonly prefetchBytes: number;
  readonly leaseTtlMs: number;
  readonly drainMs: number;
  readonly retention: RetentionPolicy;
  /** Where spans are sent; null: nowhere. */
  readonly tracing: TraceSettings | null;
  readonly logLevel: LogLevel;
}

const DAY_S = 86_400;
/** Waits before each attempt. */
const DEFAULT_NOTICE_SCHEDULE_S = ['0', '10', '60', '300', '1800', '7200', '18000', '36000'];
const DEFAULT_SCHEDULE_S = ['0', '5', '30', '120', '600', '1800', '3600', '7200'];

/**
 * Reads the dispatcher's settings.
 *
 * @throws StartupError that names everything that is wrong.
 */
export function readSettings(env: Environment, read = new SettingsReader(env)): Settings {
  const settings: Settings = {
    host: read.host(),
    adminPort: read.port('DISPATCHER_PORT', 8083),
    dataDir: read.dataDir(),
    secretsKey: read.base64List('SECRETS_KEY', { bytes: 32, max: 8 }),
    natsUrl: read.url('NATS_URL', {
      default: 'nats://127.0.0.1:4222',
      schemes: ['nats', 'tls'],
    }).href,
    maxStreamBytes: readStreamBytes(read),
    addresses: readAddressPolicy(read),
    dns: readDnsSettings(read),
    egress: readEgressSettings(read),
    retryScheduleMs: readSchedule(read, 'RETRY_SCHEDULE', DEFAULT_SCHEDULE_S),
    notifications: {
      scheduleMs: readSchedule(read, 'NOTICE_SCHEDULE', DEFAULT_NOTICE_SCHEDULE_S),
      expiresAfterMs:
        read.integer('NOTICE_EXPIRES_AFTER', { default: DAY_S, min: 1, max: 30 * DAY_S }) * 1000,
    },
    expiresAfterMs:
      read.integer('RESEND_EXPIRES_AFTER', { default: 3 * DAY_S, min: 1, max: 30 * DAY_S }) * 1000,
    attemptTimeoutMs: read.integer('ATTEMPT_TIMEOUT_MS', {
      default: 15_000,
      min: 100,
      max: 120_000,
    }),
    connectionMaxAgeMs: read.integer('CONNECTION_MAX_AGE_MS', {
      default: 60_000,
      min: 100,
      max: 3_600_000,
    }),
    maxInFlight: read.integer('MAX_IN_FLIGHT', { default: 512, min: 1, max: 10_000 }),
    endpointMaxInFlight: read.integer('ENDPOINT_MAX_IN_FLIGHT', { default: 16, min: 1, max: 256 }),
    breaker: readBreaker(read),
    outages: {
      recoverAfterMs: read.integer('RECOVERY_AFTER', { default: 600, min: 1, max: DAY_S }) * 1000,
      tellAfterMs: read.integer('FAILING_AFTER', { default: 60, min: 1, max: DAY_S }) * 1000,
    },
    prefetchBytes: read.integer('WINDOW_BYTES', { default: 64 << 20, min: 1 << 20, max: 1 << 30 }),
    leaseTtlMs: read.integer('LEASE_TTL_MS', { default: 5_000, min: 500, max: 60_000 }),
    drainMs: read.integer('DRAIN_MS', { default: 8_000, min: 0, max: 9_000 }),
    retention: readRetention(read),
    tracing: readTraceSettings(read),
    logLevel: read.oneOf<LogLevel>('LOG_LEVEL', logLevels, 'info'),
  };
  read.finish();
  return settings;
}

/** What belongs to something is kept no longer than that. */
function readRetention(read: SettingsReader): RetentionPolicy {
  const resendsMs = read.days('KEEP_RESENDS_DAYS', 365);
  const deliveriesMs = shorter(read.days('KEEP_DELIVERIES_DAYS', 90), resendsMs);
  const attemptsMs = shorter(read.days('KEEP_ATTEMPTS_DAYS', 30), deliveriesMs);
  return { attemptsMs, deliveriesMs };
}

/** Null is for ever. */
function shorter(oneMs: number | null, otherMs: number | null): number | null {
  return oneMs === null || otherMs === null ? (oneMs ?? otherMs) : Math.min(oneMs, otherMs);
}

function readSchedule(
  read: SettingsReader,
  name: string,
  defaults: readonly string[],
): readonly number[] {
  const seconds = read.list(name, defaults);
  if (!seconds.every((text) => /^\d{1,6}(\.\d{1,3})?$/.test(text)) || seconds.length > 32) {
    read.problem(name, 'must be 1 to 32 waits in seconds with commas between them');
  }
  return seconds.map((text) => Number(text) * 1000);
}

/**
 * A breaker is there for an endpoint that is down, not for a handful of webhooks that it refuses:
 * those use up their schedule, which tells the owner more.
 */
function readBreaker(read: SettingsReader): BreakerPolicy {
  const openMs = { min: 10, max: 3_600_000 };
  return {
    ...defaultBreakerPolicy,
    minSamples: 100,
    consecutiveFailures: read.integer('BREAKER_FAILURES', { default: 30, min: 1, max: 10_000 }),
    firstOpenMs: read.integer('BREAKER_OPEN_MS', { default: 1_000, ...openMs }),
    maxOpenMs: read.integer('BREAKER_MAX_OPEN_MS', { default: 60_000, ...openMs }),
  };
}
