import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import {
  createDeliveryVerifier,
  createMemoryDeduplicator,
  DeliveryError,
  type DeliveryVerifier,
  processOnce,
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
 * Starts a customer's receiver as this system expects it: it tells of each delivery and answers 200,
 * 401 to a bad signature, and 500 when it could not be printed, so that it comes again. A copy of one
 * that is being printed waits for it, and is answered alike.
 */
export async function startReceiver(
  { host, port, portSetting, secrets }: ReceiverOptions,
  tell: (delivery: ReceivedDelivery) => unknown,
): Promise<Receiver> {
  const verifier = secrets.length === 0 ? null : createDeliveryVerifier({ secrets });
  const deduplicator = createMemoryDeduplicator();
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    if (body === null) return void response.writeHead(413, { connection: 'close' }).end();
    const { headers } = request;
    const signature = await checkSignature(verifier, headers, body);
    const delivery = { receivedAt: new Date(), headers, body, signature };
    if (signature === 'BAD') {
      // Whoever sent it, it must not keep the genuine one from being processed.
      await tell({ ...delivery, duplicate: false });
      return void response.writeHead(401).end();
    }
    // Two endpoints of one account may get the same event; they differ in their path.
    const key = `${request.url} ${header(headers, 'webhook-id')}`;
    const process = async (): Promise<void> => {
      await tell({ ...delivery, duplicate: false });
    };
    // Whoever set this URL proves by it that its receiver checks signatures.
    const challenge = headers['webhook-challenge'];
    if (challenge !== undefined) response.setHeader('webhook-challenge', challenge);
    const result = await processOnce(deduplicator, key, process, response);
    if (result === 'duplicate') await tell({ ...delivery, duplicate: true });
    response.writeHead(200).end();
  };
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  server.on('request', (request, response) => {
    receive(request, response).catch(() => {
      // A sender that went away in the middle hears nothing of it; everybody else has to try again.
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
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
