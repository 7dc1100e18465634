import { Code, ConnectError, createClient, type Client } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { CatalogService } from '@webhooks/contracts';
import { ServiceSessionManager } from '@webhooks/contracts/connection';
import { StartupError } from '@webhooks/runtime';

import { CANARY_ENDPOINT_ID, canaryRecords } from './canary-records.ts';

const TIMEOUT_MS = 10_000;

export interface RegisterOptions {
  readonly rpcUrl: URL;
  /** Of a service with catalog:read and catalog:write. */
  readonly token: string;
  readonly accountId: number;
  readonly endpointUrl: string;
  readonly secret: string;
}

/**
 * Makes the canary's account known to the core, with a fresh secret. An account that has any other
 * endpoint is somebody's, and is left as it is.
 *
 * @throws StartupError when the core refuses or does not answer.
 */
export async function registerCanary(options: RegisterOptions): Promise<void> {
  const { rpcUrl, token, accountId } = options;
  const sessionManager = new ServiceSessionManager(rpcUrl);
  const transport = createGrpcTransport({ baseUrl: rpcUrl.href, sessionManager });
  const client = createClient(CatalogService, transport);
  const call = { headers: { authorization: `Bearer ${token}` }, timeoutMs: TIMEOUT_MS };
  try {
    await refuseForeignAccount(client, accountId, call);
    const { errors } = await client.batchUpsertRecords({ records: canaryRecords(options) }, call);
    const [error] = errors;
    if (error !== undefined) {
      throw new StartupError(`the service refuses the canary: ${error.field} ${error.message}`);
    }
  } catch (error) {
    throw error instanceof StartupError ? error : refusal(ConnectError.from(error), rpcUrl);
  } finally {
    sessionManager.abort();
  }
}

async function refuseForeignAccount(
  client: Client<typeof CatalogService>,
  accountId: number,
  call: { readonly headers: { readonly authorization: string }; readonly timeoutMs: number },
): Promise<void> {
  const { endpoints } = await client.listEndpoints({ accountId: BigInt(accountId) }, call);
  if (endpoints.every(({ endpoint }) => endpoint?.id === CANARY_ENDPOINT_ID)) return;
  throw new StartupError(
    `account ${accountId} has endpoints of its own: set CANARY_ACCOUNT_ID to a number that is nobody's`,
  );
}

function refusal(error: ConnectError, rpcUrl: URL): StartupError {
  const reason =
    error.code === Code.Unavailable ? 'does not answer' : `refuses the canary: ${error.rawMessage}`;
  return new StartupError(`the service at ${rpcUrl.origin} ${reason}`, { cause: error });
}
