import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { createDeliveryVerifier, DeliveryError, type DeliveryVerifier } from '@webhooks/client';
import { listen } from '@webhooks/runtime';
import { readBody } from '@webhooks/tool-receiver';

import { CANARY_EVENT_ID } from './canary-records.ts';

/** Where canaries arrive. */
export interface CanaryReceiver extends AsyncDisposable {
  readonly port: number;
  /** Resolves when the delivery of this resend has come, with a good signature. */
  arrival(resendId: number): Promise<void>;
  /** Nobody waits for this resend any more. */
  forget(resendId: number): void;
}

/** Starts a receiver that takes nothing but signed canaries, and remembers those that came early. */
export async function startCanaryReceiver(options: {
  readonly host: string;
  readonly port: number;
  readonly secret: string;
}): Promise<CanaryReceiver> {
  const verifier = createDeliveryVerifier({ secrets: [options.secret] });
  const arrivals = new Map<number, PromiseWithResolvers<void>>();
  const expected = (resendId: number): PromiseWithResolvers<void> => {
    const known = arrivals.get(resendId) ?? Promise.withResolvers<void>();
    arrivals.set(resendId, known);
    const [oldest] = arrivals.keys();
    if (arrivals.size > MAX_REMEMBERED && oldest !== undefined) arrivals.delete(oldest);
    return known;
  };
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const resendId = body === null ? null : await resendOf(verifier, request.headers, body);
    if (resendId !== null) expected(resendId).resolve();
    response.writeHead(resendId === null ? 401 : 200).end();
  };
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  server.on('request', (request, response) => {
    receive(request, response).catch(() => response.destroy());
  });
  const port = await listen(server, { ...options, setting: 'CANARY_PORT' });
  return {
    port,
    arrival: (resendId) => expected(resendId).promise,
    forget: (resendId) => void arrivals.delete(resendId),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Arrivals that are remembered: late ones, and one that outran the answer to its request. */
const MAX_REMEMBERED = 16;

/** The resend that a signed canary came with; null for anything else. */
async function resendOf(
  verifier: DeliveryVerifier,
  headers: IncomingMessage['headers'],
  body: Uint8Array,
): Promise<number | null> {
  try {
    const { id, unsigned } = await verifier.verify(headers, body);
    return id === CANARY_EVENT_ID ? unsigned.resendId : null;
  } catch (error) {
    if (error instanceof DeliveryError) return null;
    throw error;
  }
}
