import type { BlockList } from 'node:net';

import { readFacadeSecret, readTokenKeySettings, type TokenKeySettings } from '@webhooks/auth';
import { type Environment, reachableOrigin, SettingsReader } from '@webhooks/runtime';
import {
  type LogLevel,
  logLevels,
  readTraceSettings,
  type TraceSettings,
} from '@webhooks/telemetry';

import { readSessionSettings, type SessionSettings } from './sign-in/session-settings.ts';
import { readSignInSettings, type SignInSettings } from './sign-in/sign-in-settings.ts';

/** Everything that can be set from outside. */
export interface Settings {
  readonly host: string;
  /** 0 asks the system for a free port. */
  readonly restPort: number;
  readonly adminPort: number;
  /** Start of the URLs that callers follow, without a trailing slash; null: from host and port. */
  readonly publicBaseUrl: string | null;
  /** The built console, served below /console; null: none is. */
  readonly consoleDir: string | null;
  /** Where resend-service listens. */
  readonly rpcUrl: URL;
  /** How long a call to the service may take. */
  readonly rpcTimeoutMs: number;
  /** Proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: BlockList;
  readonly tokenKeys: TokenKeySettings;
  /** Null: the console takes pasted tokens alone. */
  readonly session: SessionSettings | null;
  /** Null: nobody signs in at a provider. */
  readonly signIn: SignInSettings | null;
  /** Lets the service believe for which address a call is made; absent: it does not. */
  readonly facadeSecret?: string;
  readonly logLevel: LogLevel;
  /** Where spans are sent; null: nowhere. */
  readonly tracing: TraceSettings | null;
}

/** @throws StartupError that names every bad setting at once. */
export function readSettings(env: Environment, reader = new SettingsReader(env)): Settings {
  const host = reader.host();
  const servicePort = reader.port('RPC_PORT', 8081);
  const facadeSecret = readFacadeSecret(reader);
  const known = {
    publicBaseUrl: readPublicBaseUrl(reader),
    consoleDir: reader.optionalText('CONSOLE_DIR'),
    tokenKeys: readTokenKeySettings(reader),
  };
  const session = readSessionSettings(reader, known);
  const settings: Settings = {
    ...known,
    host,
    restPort: reader.port('REST_PORT', 8080),
    adminPort: reader.port('FACADE_ADMIN_PORT', 8085),
    session,
    signIn: readSignInSettings(reader, { ...known, session }),
    rpcUrl: reader.url('RPC_URL', { default: reachableOrigin(host, servicePort) }),
    rpcTimeoutMs: reader.integer('RPC_TIMEOUT_MS', { default: 10_000, min: 100, max: 60_000 }),
    trustedProxies: reader.addressBlocks('TRUSTED_PROXIES', []),
    ...(facadeSecret === null ? {} : { facadeSecret }),
    logLevel: reader.oneOf('LOG_LEVEL', logLevels, 'info'),
    tracing: readTraceSettings(reader),
  };
  reader.finish();
  return settings;
}

function readPublicBaseUrl(reader: SettingsReader): string | null {
  if (!reader.has('PUBLIC_BASE_URL')) return null;
  const url = reader.url('PUBLIC_BASE_URL');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    reader.problem('PUBLIC_BASE_URL', 'must not have user information, a query or a fragment');
  }
  return `${url.origin}${url.pathname.replace(/(?<!\/)\/+$/, '')}`;
}
