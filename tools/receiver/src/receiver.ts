import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { listen, type App } from '@webhooks/runtime';

import { deliveryLine, header } from './delivery-line.ts';
import { readBody } from './read-body.ts';
import { SeenBefore } from './seen-before.ts';
import type { Settings } from './settings.ts';
import { isSignedWith } from './signature.ts';

/** Ids that are remembered in order to tell duplicates. */
const REMEMBERED_IDS = 100_000;

export interface Receiver extends App {
  readonly port: number;
}

/**
 * Starts a customer's receiver as this system expects it: it answers 200 at once, 401 to a bad
 * signature, and prints a line for each delivery.
 */
export async function startReceiver(
  settings: Settings,
  print: (line: string) => void,
): Promise<Receiver> {
  const seen = new SeenBefore(REMEMBERED_IDS);
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    if (body === null) return void response.writeHead(413, { connection: 'close' }).end();
    const { headers } = request;
    const signature = checkSignature(settings.secret, headers, body);
    // Two endpoints of one account may get the same event; they differ in their path.
    const duplicate = seen.add(`${request.url} ${header(headers, 'webhook-id')}`);
    print(deliveryLine({ receivedAt: new Date(), headers, body, signature, duplicate }));
    response.writeHead(signature === 'BAD' ? 401 : 200).end();
  };
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  server.on('request', (request, response) => {
    // A sender that goes away in the middle is not the receiver's failure.
    receive(request, response).catch(() => response.destroy());
  });
  const { host } = settings;
  const port = await listen(server, { host, port: settings.port, setting: 'RECEIVER_PORT' });
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function checkSignature(
  secret: string | null,
  headers: IncomingMessage['headers'],
  body: Uint8Array,
): 'ok' | 'BAD' | 'not checked' {
  if (secret === null) return 'not checked';
  const parts = {
    id: header(headers, 'webhook-id'),
    timestamp: header(headers, 'webhook-timestamp'),
    signatures: header(headers, 'webhook-signature'),
    body,
  };
  return isSignedWith(secret, parts, Date.now()) ? 'ok' : 'BAD';
}
