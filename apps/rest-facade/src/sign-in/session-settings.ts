import type { SettingsReader } from '@webhooks/runtime';

/** How sessions of the console are kept. */
export interface SessionSettings {
  /** The first seals cookies, all of them open them. */
  readonly sessionKeys: readonly Uint8Array[];
  /** After that one has to sign in again, however often the token was renewed. */
  readonly maxSessionMs: number;
  /** Where the facade is reached, without a trailing slash. */
  readonly publicBaseUrl: string;
}

/** What is known of the other settings. */
export interface SettingsOfConsole {
  readonly publicBaseUrl: string | null;
  readonly consoleDir: string | null;
}

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** Null without SESSION_KEY, which OIDC_ISSUER needs: the console takes pasted tokens alone. */
export function readSessionSettings(
  reader: SettingsReader,
  { publicBaseUrl, consoleDir }: SettingsOfConsole,
): SessionSettings | null {
  if (!reader.has('SESSION_KEY') && !reader.has('OIDC_ISSUER')) return null;
  if (publicBaseUrl === null || !isPrivate(new URL(publicBaseUrl))) {
    reader.problem(
      'PUBLIC_BASE_URL',
      'must be set beside SESSION_KEY, to an https URL (http on the loopback address)',
    );
  }
  if (consoleDir === null) reader.problem('CONSOLE_DIR', 'must be set beside SESSION_KEY');
  return {
    sessionKeys: reader.base64List('SESSION_KEY', { bytes: 32, max: 8 }),
    maxSessionMs:
      reader.integer('SESSION_MAX_HOURS', { default: 12, min: 1, max: 168 }) * 3_600_000,
    publicBaseUrl: publicBaseUrl ?? 'http://127.0.0.1',
  };
}

/** Whether nobody on the way reads what is sent there. */
export function isPrivate({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
}
