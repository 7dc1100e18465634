import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request exactly as it came. */
export interface ReceivedRequest {
  /** Counts from 1 in the order in which the requests' headers came. */
  readonly number: number;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** Names and values in turn, as they were on the wire. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** Milliseconds since the epoch, when its headers were read. */
  readonly receivedAtMs: number;
}

/** Answers a request in any way, late or never. */
export type ReceiverHandler = (
  request: ReceivedRequest,
  response: ServerResponse,
) => void | Promise<void>;

/** A customer's endpoint on the loopback address. */
export interface HttpReceiver extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Everything received in full, in the order of completion. */
  readonly requests: readonly ReceivedRequest[];
  /** Connections accepted so far. */
  readonly connections: number;
  readonly openConnections: number;
  /** From now on requests are answered by this. */
  handle(handler: ReceiverHandler): void;
  /** Drops the requests so far, which are kept for ever otherwise. */
  forget(): void;
}

/** Starts a receiver that answers 200 unless another answer is set; disposing it cuts every connection. */
export async function startHttpReceiver(
  handler: ReceiverHandler = (_request, response) => void response.end(),
  options: { readonly port?: number } = {},
): Promise<HttpReceiver> {
  const requests: ReceivedRequest[] = [];
  let current = handler;
  let received = 0;
  let connections = 0;
  let openConnections = 0;
  const receive = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const number = ++received;
    const receivedAtMs = Date.now();
    const body = await readBody(incoming);
    if (body === null) return;
    const { method = '', url = '', headers, rawHeaders } = incoming;
    const request = { number, method, url, headers, rawHeaders, body, receivedAtMs };
    requests.push(request);
    await current(request, response);
  };
  const server = createServer((incoming, response) => void receive(incoming, response));
  server.on('connection', (socket) => {
    connections += 1;
    openConnections += 1;
    socket.once('close', () => (openConnections -= 1));
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    get connections() {
      return connections;
    },
    get openConnections() {
      return openConnections;
    },
    handle: (next) => {
      current = next;
    },
    forget: () => void (requests.length = 0),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Null when the client went away in the middle. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  try {
    return Buffer.concat((await incoming.toArray()) as Buffer[]);
  } catch {
    return null;
  }
}
