import { once } from 'node:events';
import type { LookupFunction, Socket, TcpNetConnectOpts } from 'node:net';

import { maxReplyBytes, parseReply, type ConnectReply } from './connect-reply.ts';
import type { EgressProxy } from './egress-proxy.ts';

/** How a connection to a proxy is made. */
export interface ProxyConnectOptions {
  readonly proxy: EgressProxy;
  /** Of the proxy's own name; null: the system's. */
  readonly lookup: LookupFunction | null;
  /** The socket that is to carry the requests. */
  readonly createSocket: (options: TcpNetConnectOpts) => Socket;
  readonly signal: AbortSignal;
}

/** The proxy answered with what is no answer to CONNECT. */
export class InvalidReplyError extends Error {
  readonly code = 'ERR_PROXY_ANSWER';
}

/** Connects to a proxy; rejects with what keeps it from that, or with the signal's reason. */
export async function connectToProxy(options: ProxyConnectOptions): Promise<Socket> {
  const { proxy, lookup, createSocket, signal } = options;
  const how: TcpNetConnectOpts = {
    host: proxy.host,
    port: proxy.port,
    noDelay: true,
    autoSelectFamily: true,
    ...(lookup !== null && { lookup }),
  };
  const socket = createSocket(how);
  // Stays for the life of the socket: an error that nobody hears ends the process.
  socket.on('error', () => undefined);
  socket.connect(how);
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? signal.reason : error;
  }
}

/** Writes a request and reads the head of its answer, of which the socket keeps nothing. */
export async function askProxy(
  socket: Socket,
  request: string,
  signal: AbortSignal,
): Promise<ConnectReply> {
  socket.write(request, 'latin1');
  const head = await readHead(socket, signal);
  const reply = parseReply(head);
  if (reply === null) throw new InvalidReplyError('The proxy does not speak HTTP/1');
  return reply;
}

async function readHead(socket: Socket, signal: AbortSignal): Promise<string> {
  let text = '';
  for (;;) {
    for (let bytes = read(socket); bytes !== null; bytes = read(socket)) text += bytes;
    const head = headOf(text);
    if (head !== null) return head;
    if (socket.readableEnded || socket.destroyed) {
      throw new InvalidReplyError('It closed the connection without an answer');
    }
    await somethingHappens(socket, signal);
  }
}

function read(socket: Socket): string | null {
  const bytes = socket.read() as Buffer | null;
  return bytes === null ? null : bytes.toString('latin1');
}

/** Null: more is to come. What follows the head of a tunnel no receiver said: none was spoken to yet. */
function headOf(text: string): string | null {
  const end = text.indexOf('\r\n\r\n');
  if ((end === -1 ? text.length : end) > maxReplyBytes) {
    throw new InvalidReplyError('Its answer is too long');
  }
  if (end === -1) return null;
  const isTunnel = /^HTTP\/1\.[01] 2/.test(text);
  if (isTunnel && text.length > end + 4) throw new InvalidReplyError('It says more than it may');
  return text.slice(0, end);
}

/** There is more to read, or the end. */
async function somethingHappens(socket: Socket, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const until = { signal: AbortSignal.any([signal, over.signal]) };
  try {
    await Promise.race([once(socket, 'readable', until), once(socket, 'close', until)]);
  } finally {
    over.abort();
  }
}
