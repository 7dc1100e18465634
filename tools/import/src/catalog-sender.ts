import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node';
import { CatalogService, type CatalogRecord } from '@webhooks/contracts';
import { StartupError } from '@webhooks/runtime';

import type { SendRecords } from './import-records.ts';

/** A stream holds a few megabytes at most: one that takes this long hangs. */
const STREAM_TIMEOUT_MS = 60_000;

export interface CatalogSender extends Disposable {
  readonly send: SendRecords;
}

/**
 * Sends records through the service's import call, with a service token. What fails is a
 * StartupError; disposing it closes the connection.
 */
export function createCatalogSender(options: {
  readonly rpcUrl: string;
  readonly token: string;
}): CatalogSender {
  const { rpcUrl, token } = options;
  const sessionManager = new Http2SessionManager(rpcUrl);
  const transport = createGrpcTransport({ baseUrl: rpcUrl, acceptCompression: [], sessionManager });
  const client = createClient(CatalogService, transport);
  const headers = { authorization: `Bearer ${token}` };
  return {
    send: async (messages) => {
      try {
        const options = { headers, timeoutMs: STREAM_TIMEOUT_MS };
        return await client.importRecords(requests(messages), options);
      } catch (error) {
        throw refusal(ConnectError.from(error), rpcUrl);
      }
    },
    [Symbol.dispose]: () => sessionManager.abort(),
  };
}

async function* requests(messages: readonly (readonly CatalogRecord[])[]) {
  for (const records of messages) yield { records: [...records] };
}

function refusal(error: ConnectError, rpcUrl: string): StartupError {
  const again = 'What was reported is kept; to import the rest, run it again.';
  if (error.code === Code.Unavailable) {
    return new StartupError(`the service at ${rpcUrl} does not answer. ${again}`, { cause: error });
  }
  if (error.code === Code.Unauthenticated) {
    return new StartupError(
      `the service at ${rpcUrl} refuses the token: AUTH_SERVICE_HS256_SECRET is not the one that it runs with`,
      { cause: error },
    );
  }
  return new StartupError(`the service at ${rpcUrl} failed: ${error.message}. ${again}`, {
    cause: error,
  });
}
