import type { TokenKeySettings } from '@webhooks/auth';
import type { SettingsReader } from '@webhooks/runtime';

/** Which token of the provider the API is called with. */
export const carriedTokens = ['access', 'id'] as const;

export type CarriedToken = (typeof carriedTokens)[number];

/** How people sign in to the console at an OIDC provider. */
export interface SignInSettings {
  readonly issuer: URL;
  readonly clientId: string;
  /** Null: the provider knows the facade as a public client. */
  readonly clientSecret: string | null;
  readonly scope: string;
  /** What the access token is asked for (RFC 8707); null: the provider decides. */
  readonly resource: string | null;
  readonly carriedToken: CarriedToken;
  /** The first seals cookies, all of them open them. */
  readonly sessionKeys: readonly Uint8Array[];
  /** After that one has to sign in again, however often the token was renewed. */
  readonly maxSessionMs: number;
  /** Where the facade is reached, without a trailing slash. */
  readonly publicBaseUrl: string;
}

/** What is known of the other settings. */
interface OtherSettings {
  readonly publicBaseUrl: string | null;
  readonly consoleDir: string | null;
  readonly tokenKeys: TokenKeySettings;
}

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** Null without OIDC_ISSUER: the console takes pasted tokens alone. */
export function readSignInSettings(
  reader: SettingsReader,
  { publicBaseUrl, consoleDir, tokenKeys }: OtherSettings,
): SignInSettings | null {
  if (!reader.has('OIDC_ISSUER')) return null;
  const settings: SignInSettings = {
    issuer: reader.url('OIDC_ISSUER'),
    clientId: reader.text('OIDC_CLIENT_ID'),
    clientSecret: reader.secretText('OIDC_CLIENT_SECRET'),
    scope: reader.text('OIDC_SCOPE', { default: 'openid' }),
    resource: reader.optionalText('OIDC_RESOURCE'),
    carriedToken: reader.oneOf('OIDC_TOKEN', carriedTokens, 'access'),
    sessionKeys: reader.base64List('SESSION_KEY', { bytes: 32, max: 8 }),
    maxSessionMs:
      reader.integer('SESSION_MAX_HOURS', { default: 12, min: 1, max: 168 }) * 3_600_000,
    publicBaseUrl: publicBaseUrl ?? 'http://127.0.0.1',
  };
  if (!isPrivate(settings.issuer)) {
    reader.problem('OIDC_ISSUER', 'must be an https URL (http on the loopback address)');
  }
  if (!settings.scope.split(' ').includes('openid')) {
    reader.problem('OIDC_SCOPE', 'must contain openid');
  }
  if (publicBaseUrl === null || !isPrivate(new URL(publicBaseUrl))) {
    reader.problem(
      'PUBLIC_BASE_URL',
      'must be set beside OIDC_ISSUER, to an https URL (http on the loopback address)',
    );
  }
  if (consoleDir === null) reader.problem('CONSOLE_DIR', 'must be set beside OIDC_ISSUER');
  const { user } = tokenKeys;
  // The provider makes tokens for every application that it knows; only ours are for us.
  if (!('jwksUrl' in user) || user.issuer === undefined || user.audience === undefined) {
    reader.problem('OIDC_ISSUER', 'needs AUTH_JWKS_URL, AUTH_ISSUER and AUTH_AUDIENCE');
  }
  return settings;
}

/** Whether nobody on the way reads what is sent there. */
function isPrivate({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
}
