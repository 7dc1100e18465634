import { mintServiceToken, mintUserToken, type Claims } from '@webhooks/testing';

const userSecret = 'user-secret-user-secret-user-secret';
const serviceSecret = 'service-secret-service-secret-service';

/** The environment of a service under test: free ports, quiet, a reconciler in a hurry. */
export function environment(dataDir: string, natsUrl: string): Record<string, string> {
  return {
    RPC_PORT: '0',
    SERVICE_ADMIN_PORT: '0',
    DATA_DIR: dataDir,
    NATS_URL: natsUrl,
    AUTH_HS256_SECRET: userSecret,
    AUTH_SERVICE_HS256_SECRET: serviceSecret,
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    ALLOW_HTTP_ENDPOINTS: 'true',
    RECONCILE_INTERVAL_MS: '200',
    RECONCILE_MIN_AGE_MS: '100',
    LOG_LEVEL: 'silent',
  };
}

/** The token of a user that the service accepts; claims change it. */
export function userToken(userId: number, claims: Claims = {}): string {
  return mintUserToken(userSecret, { user_id: userId, ...claims });
}

/** The token of an internal service with these scopes. */
export function serviceToken(scope: string): string {
  return mintServiceToken(serviceSecret, { scope });
}
