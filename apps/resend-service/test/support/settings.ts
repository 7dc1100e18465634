import { authSettings } from '@webhooks/testing';

export { serviceToken, userToken } from '@webhooks/testing';

/** The environment of a service under test: free ports, quiet, a reconciler in a hurry. */
export function environment(dataDir: string, natsUrl: string): Record<string, string> {
  return {
    RPC_PORT: '0',
    SERVICE_ADMIN_PORT: '0',
    DATA_DIR: dataDir,
    NATS_URL: natsUrl,
    ...authSettings,
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    ALLOW_HTTP_ENDPOINTS: 'true',
    RECONCILE_INTERVAL_MS: '200',
    RECONCILE_MIN_AGE_MS: '100',
    LOG_LEVEL: 'silent',
  };
}
