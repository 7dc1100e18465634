import type { Clock } from '@webhooks/domain';
import * as oidc from 'openid-client';

import type { SignInSettings } from './sign-in-settings.ts';

/** What is remembered between the way to the provider and the way back. */
export interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What the provider gave. */
export interface Grant {
  readonly token: string;
  /** Null: the session ends with its token. */
  readonly refreshToken: string | null;
}

/** Why the provider gave nothing. */
export type GrantProblem = 'denied' | 'unreachable' | 'stale' | 'failed';

export class GrantError extends Error {
  override readonly name = 'GrantError';
  readonly problem: GrantProblem;

  constructor(problem: GrantProblem, cause: unknown) {
    super(`the provider gave no token: ${problem}`, { cause });
    this.problem = problem;
  }
}

/** The OIDC provider. Every method that asks it throws GrantError. */
export interface Provider {
  /** Where one signs in. */
  begin(begun: Begun): Promise<URL>;
  /** Turns what the provider sent back, as a query with its "?", into tokens. */
  finish(search: string, begun: Begun): Promise<Grant>;
  renew(refreshToken: string): Promise<Grant>;
  /** Makes the provider forget a refresh token, where it can. */
  revoke(refreshToken: string): Promise<void>;
  /** Where one signs out at the provider; null: nowhere. */
  endSession(): Promise<URL | null>;
}

const TIMEOUT_S = 5;
/** What the provider says of itself is asked for again after this. */
const MAX_AGE_MS = 600_000;
/** What is asked of the provider at once; more is refused, since anybody can ask for it. */
const MAX_AT_ONCE = 64;
const MAX_CLOCK_SKEW_S = 30;

export function createProvider(settings: SignInSettings, clock: Pick<Clock, 'now'>): Provider {
  const { resource, carriedToken, publicBaseUrl } = settings;
  const redirectUri = `${publicBaseUrl}/console/sign-in/callback`;
  const target: Record<string, string> = resource === null ? {} : { resource };
  const discover = rememberFor(MAX_AGE_MS, clock, () => discoverProvider(settings));
  let asked = 0;

  async function ask<T>(question: (config: oidc.Configuration) => Promise<T>): Promise<T> {
    if (asked >= MAX_AT_ONCE) throw new GrantError('unreachable', new Error('too many at once'));
    asked += 1;
    try {
      return await question(await discover());
    } catch (error) {
      throw error instanceof GrantError ? error : new GrantError(problemOf(error), error);
    } finally {
      asked -= 1;
    }
  }

  function grantOf(answer: oidc.TokenEndpointResponse): Grant {
    const token = carriedToken === 'id' ? answer.id_token : answer.access_token;
    if (token === undefined) throw new GrantError('failed', new Error(`no ${carriedToken} token`));
    return { token, refreshToken: answer.refresh_token ?? null };
  }

  return {
    begin: ({ state, nonce, verifier }) =>
      ask(async (config) =>
        oidc.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: settings.scope,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          ...{ state, nonce, ...target },
        }),
      ),
    finish: (search, { state, nonce, verifier }) =>
      ask(async (config) => {
        const checks = {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        };
        const url = new URL(`${redirectUri}${search}`);
        return grantOf(await oidc.authorizationCodeGrant(config, url, checks, target));
      }),
    renew: (refreshToken) =>
      ask(async (config) => {
        const grant = grantOf(await oidc.refreshTokenGrant(config, refreshToken, target));
        // A provider that gives no new one means the old one to be kept.
        return { ...grant, refreshToken: grant.refreshToken ?? refreshToken };
      }),
    revoke: (refreshToken) =>
      ask(async (config) => {
        if (config.serverMetadata().revocation_endpoint === undefined) return;
        await oidc.tokenRevocation(config, refreshToken, { token_type_hint: 'refresh_token' });
      }),
    endSession: () =>
      ask(async (config) => {
        if (config.serverMetadata().end_session_endpoint === undefined) return null;
        const back = { post_logout_redirect_uri: `${publicBaseUrl}/console/` };
        return oidc.buildEndSessionUrl(config, back);
      }),
  };
}

/** Nothing is asked before somebody signs in; those who need it together share an answer. */
function rememberFor<T>(
  maxAgeMs: number,
  clock: Pick<Clock, 'now'>,
  load: () => Promise<T>,
): () => Promise<T> {
  let known: { readonly value: T; readonly sinceMs: number } | null = null;
  let loading: Promise<T> | null = null;
  return async () => {
    const ageMs = known === null ? Infinity : clock.now() - known.sinceMs;
    if (known !== null && ageMs >= 0 && ageMs < maxAgeMs) return known.value;
    loading ??= load()
      .then((value) => {
        known = { value, sinceMs: clock.now() };
        return value;
      })
      .finally(() => (loading = null));
    return loading;
  };
}

function discoverProvider(settings: SignInSettings): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret } = settings;
  const isPlain = issuer.protocol === 'http:';
  return oidc.discovery(
    issuer,
    clientId,
    { [oidc.clockTolerance]: MAX_CLOCK_SKEW_S },
    clientSecret === null ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
    {
      timeout: TIMEOUT_S,
      execute: [
        oidc.enableNonRepudiationChecks,
        // The settings allow it on the loopback address alone.
        ...(isPlain ? [oidc.allowInsecureRequests] : []),
      ],
    },
  );
}

function problemOf(error: unknown): GrantProblem {
  if (error instanceof oidc.AuthorizationResponseError) {
    return error.error === 'access_denied' ? 'denied' : 'failed';
  }
  // The code was used, or has ended.
  if (error instanceof oidc.ResponseBodyError) {
    return error.error === 'invalid_grant' ? 'stale' : 'failed';
  }
  if (error instanceof oidc.ClientError) {
    return error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_RESPONSE_IS_NOT_CONFORM'
      ? 'unreachable'
      : 'failed';
  }
  return 'unreachable';
}
