import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import {
  createDeliveryVerifier,
  createMemoryDeduplicator,
  DeliveryError,
  type DeliveryVerifier,
} from '@webhooks/client';
import { listen, type App } from '@webhooks/runtime';

import { readBody } from './read-body.ts';
import { header, type ReceivedDelivery, type SignatureCheck } from './received-delivery.ts';

/** Where a receiver listens and what it believes. */
export interface ReceiverOptions {
  readonly host: string;
  /** 0 asks the system for a free port. */
  readonly port: number;
  /** What moves the port; named when it cannot be had. */
  readonly portSetting: string;
  /** Signing secrets of the endpoint; without any, signatures are not checked. */
  readonly secrets: readonly string[];
}

export interface Receiver extends App {
  readonly port: number;
}

/**
 * Starts a customer's receiver as this system expects it: it answers 200 at once, 401 to a bad
 * signature, and tells of each delivery.
 */
export async function startReceiver(
  { host, port, portSetting, secrets }: ReceiverOptions,
  tell: (delivery: ReceivedDelivery) => void,
): Promise<Receiver> {
  const verifier = secrets.length === 0 ? null : createDeliveryVerifier({ secrets });
  const deduplicator = createMemoryDeduplicator();
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    if (body === null) return void response.writeHead(413, { connection: 'close' }).end();
    const { headers } = request;
    const signature = await checkSignature(verifier, headers, body);
    // Two endpoints of one account may get the same event; they differ in their path.
    const isNew = await deduplicator.claim(`${request.url} ${header(headers, 'webhook-id')}`);
    tell({ receivedAt: new Date(), headers, body, signature, duplicate: !isNew });
    response.writeHead(signature === 'BAD' ? 401 : 200).end();
  };
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  server.on('request', (request, response) => {
    // A sender that goes away in the middle is not the receiver's failure.
    receive(request, response).catch(() => response.destroy());
  });
  const taken = await listen(server, { host, port, setting: portSetting });
  return {
    port: taken,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function checkSignature(
  verifier: DeliveryVerifier | null,
  headers: IncomingMessage['headers'],
  body: Uint8Array,
): Promise<SignatureCheck> {
  if (verifier === null) return 'not checked';
  try {
    await verifier.verify(headers, body);
    return 'ok';
  } catch (error) {
    if (error instanceof DeliveryError) return 'BAD';
    throw error;
  }
}
