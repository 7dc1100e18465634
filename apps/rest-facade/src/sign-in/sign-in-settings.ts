import type { TokenKeySettings } from '@webhooks/auth';
import type { SettingsReader } from '@webhooks/runtime';

import { isPrivate, type SessionSettings } from './session-settings.ts';

/** Which token of the provider the API is called with. */
export const carriedTokens = ['access', 'id'] as const;

export type CarriedToken = (typeof carriedTokens)[number];

/** How people sign in to the console at an OIDC provider. */
export interface SignInSettings extends SessionSettings {
  readonly issuer: URL;
  readonly clientId: string;
  /** Null: the provider knows the facade as a public client. */
  readonly clientSecret: string | null;
  readonly scope: string;
  /** What the access token is asked for (RFC 8707); null: the provider decides. */
  readonly resource: string | null;
  readonly carriedToken: CarriedToken;
}

/** Null without OIDC_ISSUER: nobody signs in at a provider. */
export function readSignInSettings(
  reader: SettingsReader,
  { session, tokenKeys }: { session: SessionSettings | null; tokenKeys: TokenKeySettings },
): SignInSettings | null {
  if (session === null || !reader.has('OIDC_ISSUER')) return null;
  const settings: SignInSettings = {
    ...session,
    issuer: reader.url('OIDC_ISSUER'),
    clientId: reader.text('OIDC_CLIENT_ID'),
    clientSecret: reader.secretText('OIDC_CLIENT_SECRET'),
    scope: reader.text('OIDC_SCOPE', { default: 'openid' }),
    resource: reader.optionalText('OIDC_RESOURCE'),
    carriedToken: reader.oneOf('OIDC_TOKEN', carriedTokens, 'access'),
  };
  if (!isPrivate(settings.issuer)) {
    reader.problem('OIDC_ISSUER', 'must be an https URL (http on the loopback address)');
  }
  if (!settings.scope.split(' ').includes('openid')) {
    reader.problem('OIDC_SCOPE', 'must contain openid');
  }
  const { user } = tokenKeys;
  // The provider makes tokens for every application that it knows; only ours are for us.
  if (!('jwksUrl' in user) || user.issuer === undefined || user.audience === undefined) {
    reader.problem('OIDC_ISSUER', 'needs AUTH_JWKS_URL, AUTH_ISSUER and AUTH_AUDIENCE');
  }
  return settings;
}
