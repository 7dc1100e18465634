import { create } from '@bufbuild/protobuf';
import { WireType } from '@bufbuild/protobuf/wire';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import {
  CatalogService,
  ImportRecordsRequestSchema,
  type ImportRecordsRequest,
} from '@webhooks/contracts';
import { ServiceSessionManager } from '@webhooks/contracts/connection';
import { StartupError } from '@webhooks/runtime';

import type { EncodedMessage } from './bundle.ts';
import type { SendRecords } from './import-records.ts';

/** A stream holds 10,000 records at most: one that takes this long hangs. */
const STREAM_TIMEOUT_MS = 300_000;

/** Of a field with a number below 16. */
const TAG_BYTES = 1;

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
  const sessionManager = new ServiceSessionManager(rpcUrl);
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

async function* requests(
  messages: readonly EncodedMessage[],
): AsyncGenerator<ImportRecordsRequest> {
  for (const { bytes } of messages) yield encodedRequest(bytes);
}

/**
 * A message of records that are encoded already: as a field that is passed on as it came, without its
 * first tag.
 */
function encodedRequest(bytes: Uint8Array): ImportRecordsRequest {
  const { number: no } = ImportRecordsRequestSchema.field.records;
  const data = bytes.subarray(TAG_BYTES);
  return Object.assign(create(ImportRecordsRequestSchema), {
    $unknown: [{ no, wireType: WireType.LengthDelimited, data }],
  });
}

function refusal(error: ConnectError, rpcUrl: string): StartupError {
  const again = 'What was reported is kept; to import the rest, run it again.';
  if (error.code === Code.Unavailable) {
    const where = 'Start it, or say where it is: RPC_URL, or HOST and RPC_PORT.';
    return new StartupError(`the service at ${rpcUrl} does not answer. ${where} ${again}`, {
      cause: error,
    });
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
