/* global Buffer, fetch */
// What somebody writes who has installed the packages, and nothing of the repository.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-node';
import { createDeliveryVerifier, ResendClient } from '@webhooks/client';
import { CatalogService, ResendType } from '@webhooks/contracts';
import { ServiceSessionManager } from '@webhooks/contracts/connection';

const { RPC_URL, REST_URL, SERVICE_TOKEN, USER_TOKEN, SIGNING_SECRET } = process.env;

const verifier = createDeliveryVerifier({ secrets: [SIGNING_SECRET] });
const received = Promise.withResolvers();
const server = createServer(async (request, response) => {
  const chunks = await Array.fromAsync(request);
  const delivery = await verifier.verify(request.headers, Buffer.concat(chunks));
  response.writeHead(204).end();
  received.resolve(delivery.id);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

const transport = createConnectTransport({ baseUrl: RPC_URL, httpVersion: '2' });
const catalog = createClient(CatalogService, transport);
const records = [
  { account: { id: 17n, branchIdentifier: '0001', number: '654321', userIds: [246n] } },
  {
    endpoint: {
      id: 'shop',
      accountId: 17n,
      url: `http://127.0.0.1:${server.address().port}/`,
      typeWebhook: 'CASHIN',
      signingSecrets: [SIGNING_SECRET],
    },
  },
  { object: { resendType: ResendType.CASHIN, objectReferenceId: 12345n, accountId: 17n } },
  {
    event: {
      id: 'evt_1',
      accountId: 17n,
      resendType: ResendType.CASHIN,
      objectReferenceId: 12345n,
      type: 'QR_CODE_COPY_AND_PASTE_PAID',
      occurredAt: { seconds: 1_777_000_000n },
      payload: Buffer.from('{"paid":true}'),
    },
  },
].map((record) => {
  const [[name, value]] = Object.entries(record);
  return { record: { case: name, value } };
});
const headers = { authorization: `Bearer ${SERVICE_TOKEN}` };
const imported = await catalog.batchUpsertRecords({ records }, { headers });

const client = new ResendClient({ baseUrl: REST_URL, token: USER_TOKEN });
const { id } = await client.createResend({ resend_type: 'CASHIN', object_reference_id: 12345 });
let last;
for await (const resend of client.watchResend(id)) last = resend.status;

const page = createRequire(import.meta.url).resolve('@webhooks/console/index.html');
const event = await received.promise;
server.close();
console.log(
  JSON.stringify({
    accepted: Number(imported.accepted),
    rejected: imported.errors,
    status: last,
    event,
    connection: typeof ServiceSessionManager,
    consoleIsServed:
      (await (await fetch(`${REST_URL}/console/`)).text()) === readFileSync(page, 'utf8'),
    consoleDir: path.basename(path.dirname(page)),
  }),
);
process.exit();
