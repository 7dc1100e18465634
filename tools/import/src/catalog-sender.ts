import { create } from '@bufbuild/protobuf';
import { WireType } from '@bufbuild/protobuf/wire';
import { ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import {
  CatalogService,
  ImportRecordsRequestSchema,
  type ImportRecordsRequest,
} from '@webhooks/contracts';
import { ServiceSessionManager } from '@webhooks/contracts/connection';
import { serviceFailure } from '@webhooks/tool-kit';

import type { EncodedMessage } from './bundle.ts';
import type { SendRecords } from './import-records.ts';

/** A stream holds 10,000 records at most: one that takes this long hangs. */
const STREAM_TIMEOUT_MS = 300_000;

const AGAIN = 'What was reported is kept; to import the rest, run it again.';

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
        throw serviceFailure(ConnectError.from(error), rpcUrl, AGAIN);
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
