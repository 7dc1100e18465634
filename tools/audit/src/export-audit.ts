import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { AuditService, type ChainedAuditRecord } from '@webhooks/contracts';
import { ServiceSessionManager } from '@webhooks/contracts/connection';
import { StartupError, type Environment } from '@webhooks/runtime';
import { mintServiceToken, readRpcUrl, readStackSecret, serviceFailure } from '@webhooks/tool-kit';

/** Longer than any export takes. */
const TOKEN_TTL_S = 86_400;
const PAGE_SIZE = 100;
const CALL_TIMEOUT_MS = 30_000;

/**
 * Writes the records of the hash chain to standard output, oldest first. The last line of an export
 * is where the next one begins: --after its id.
 *
 * @throws StartupError when the command line is wrong or the service does not answer.
 */
export async function exportAudit(args: readonly string[], env: Environment): Promise<void> {
  let afterRecordId = readAfter(args);
  const token = await mintServiceToken({
    secret: readStackSecret(env, 'AUTH_SERVICE_HS256_SECRET'),
    service: 'audit',
    scope: 'audit:read',
    ttlS: TOKEN_TTL_S,
  });
  const rpcUrl = readRpcUrl(env);
  const sessionManager = new ServiceSessionManager(rpcUrl);
  const client = createClient(
    AuditService,
    createGrpcTransport({ baseUrl: rpcUrl, acceptCompression: [], sessionManager }),
  );
  const options = { headers: { authorization: `Bearer ${token}` }, timeoutMs: CALL_TIMEOUT_MS };
  try {
    for (;;) {
      const request = { pageSize: PAGE_SIZE, afterRecordId };
      const { records } = await client.exportAuditRecords(request, options);
      const last = records.at(-1);
      if (last === undefined) return;
      await print(records.map(lineOf).join(''));
      afterRecordId = last.id;
    }
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    const last = afterRecordId === undefined ? '' : ` What was written ends with ${afterRecordId}.`;
    throw serviceFailure(error, rpcUrl, `Nothing was changed.${last}`);
  } finally {
    sessionManager.abort();
  }
}

function readAfter(args: readonly string[]): bigint | undefined {
  const { after } = parse(args);
  if (after === undefined) return undefined;
  if (!/^[1-9]\d{0,14}$/.test(after)) throw new StartupError('--after takes the id of a record');
  return BigInt(after);
}

function parse(args: readonly string[]): { readonly after?: string } {
  try {
    return parseArgs({ args: [...args], options: { after: { type: 'string' } } }).values;
  } catch (error) {
    throw new StartupError((error as Error).message);
  }
}

/** The record stands in it as it was hashed. */
function lineOf({ hash, previousHash, record }: ChainedAuditRecord): string {
  return `{"hash":"${hash}","previous_hash":"${previousHash}","record":${record}}\n`;
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
