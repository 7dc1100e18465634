import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider';

import { freePort } from './free-port.ts';

/** A real OIDC provider on this machine; whoever signs in there is known by the login. */
export interface OidcProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Settings of services and facades that accept its tokens. */
  readonly authSettings: Readonly<Record<string, string>>;
  /** Settings of a facade that lets people sign in there. */
  readonly signInSettings: Readonly<Record<string, string>>;
  /** From now on access tokens last this long. */
  lasting(seconds: number): void;
  /** From now on it gives refresh tokens, or none. */
  refreshing(isOn: boolean): void;
  /** Nothing answers from now on, until it is started again. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

const CLIENT_ID = 'webhooks-console';
const CLIENT_SECRET = 'the-secret-of-the-console';
const AUDIENCE = 'https://webhooks.example/';

/**
 * Starts a provider for a console below this address. Its own host is another one than 127.0.0.1, as
 * sites are in the world: cookies have to bear that.
 */
export async function startOidcProvider(publicBaseUrl: string): Promise<OidcProvider> {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const answers = { seconds: 3_600, isRefreshing: true };
  const provider = new Provider(issuer, configurationOf(publicBaseUrl, answers));
  const handle = provider.callback();
  let server: Server | null = null;
  const stop = async (): Promise<void> => {
    const stopping = server;
    server = null;
    if (stopping === null) return;
    stopping.closeAllConnections();
    stopping.close();
    await once(stopping, 'close');
  };
  const start = async (): Promise<void> => {
    server = createServer((request, response) => void handle(request, response));
    server.listen(port, 'localhost');
    await once(server, 'listening');
  };
  await start();
  return {
    issuer,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    authSettings: {
      AUTH_JWKS_URL: `${issuer}/jwks`,
      AUTH_ALGORITHM: 'ES256',
      AUTH_ISSUER: issuer,
      AUTH_AUDIENCE: AUDIENCE,
      AUTH_USER_CLAIM: 'sub',
      AUTH_HS256_SECRET: '',
    },
    signInSettings: {
      PUBLIC_BASE_URL: publicBaseUrl,
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT_ID,
      OIDC_CLIENT_SECRET: CLIENT_SECRET,
      OIDC_RESOURCE: AUDIENCE,
      SESSION_KEY: Buffer.alloc(32, 3).toString('base64'),
    },
    lasting: (seconds) => void (answers.seconds = seconds),
    refreshing: (isOn) => void (answers.isRefreshing = isOn),
    stop,
    start,
    [Symbol.asyncDispose]: stop,
  };
}

function configurationOf(
  publicBaseUrl: string,
  answers: { readonly seconds: number; readonly isRefreshing: boolean },
): Configuration {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'first' };
  const client: ClientMetadata = {
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    redirect_uris: [`${publicBaseUrl}/console/sign-in/callback`],
    post_logout_redirect_uris: [`${publicBaseUrl}/console/`],
    grant_types: ['authorization_code', 'refresh_token'],
    id_token_signed_response_alg: 'ES256',
  };
  return {
    clients: [client],
    jwks: { keys: [key] },
    cookies: { keys: ['a key of the provider'] },
    pkce: { required: () => true },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    issueRefreshToken: () => answers.isRefreshing,
    rotateRefreshToken: true,
    ttl: { AccessToken: () => answers.seconds },
    features: {
      devInteractions: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: AUDIENCE,
          accessTokenTTL: answers.seconds,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    // Nobody is asked whether the console may know them.
    async loadExistingGrant({ oidc }) {
      const accountId = oidc.session?.accountId;
      const grant = new oidc.provider.Grant({ clientId: CLIENT_ID, accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  };
}
