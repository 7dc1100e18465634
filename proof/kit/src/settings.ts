import { authSettings, freePort } from '@webhooks/testing';

export { serviceToken, userToken } from '@webhooks/testing';

/** Environment variables. */
export type Settings = Readonly<Record<string, string>>;

/** What every app needs: free ports, secrets, and leave to deliver to this machine. */
export async function createSettings(dataDir: string, natsUrl: string): Promise<Settings> {
  const names = [
    'REST_PORT',
    'RPC_PORT',
    'SERVICE_ADMIN_PORT',
    'DISPATCHER_PORT',
    'FACADE_ADMIN_PORT',
  ];
  const ports = await Promise.all(names.map(async (name) => [name, `${await freePort()}`]));
  const settings = Object.fromEntries(ports) as Record<string, string>;
  return {
    ...settings,
    RPC_URL: `http://127.0.0.1:${settings['RPC_PORT']}`,
    NATS_URL: natsUrl,
    DATA_DIR: dataDir,
    ...authSettings,
    FACADE_SECRET: 'facade-secret-facade-secret-facade-secret',
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    ALLOW_HTTP_ENDPOINTS: 'true',
    // Receivers of tests answer no challenges, but where that is what is tried.
    ENDPOINT_VERIFICATION: 'off',
    ALLOWED_PRIVATE_RANGES: '127.0.0.0/8',
    LOG_LEVEL: 'warn',
  };
}
