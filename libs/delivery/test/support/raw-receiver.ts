import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** A receiver without HTTP: it does with each connection what a test says. */
export interface RawReceiver extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** Connections that were accepted. */
  readonly accepted: number;
  /** Connections that are open on this side. */
  readonly open: number;
  /** Whole requests that came, on all connections; empty when they are only counted. */
  readonly requests: readonly string[];
  /** Bytes that came, on all connections. */
  readonly bytes: number;
  /** How many came, and how many on that connection that brought the most. */
  readonly received: number;
  readonly receivedOnOne: number;
}

/** Called for each whole request with its connection. */
export type OnRequest = (socket: Socket, request: string) => void;

export interface RawReceiverOptions {
  /** Called for each new connection, before anything was read. */
  readonly onConnection?: (socket: Socket) => void;
  readonly onRequest?: OnRequest;
  /** Present: speaks TLS. */
  readonly tls?: TlsOptions;
  /** Requests are counted and not kept: for those that get a million. */
  readonly onlyCounts?: boolean;
}

/** Starts one on a free port of the loopback. */
export async function startRawReceiver(options: RawReceiverOptions): Promise<RawReceiver> {
  const open = new Set<Socket>();
  const requests: string[] = [];
  let accepted = 0;
  let received = 0;
  let bytes = 0;
  let receivedOnOne = 0;
  const onSocket = (socket: Socket): void => {
    let receivedHere = 0;
    accepted += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    // Resets are what these tests are about.
    socket.on('error', () => {});
    options.onConnection?.(socket);
    socket.on('data', (text: string) => {
      bytes += text.length;
    });
    collectRequests(socket, (request) => {
      received += 1;
      receivedHere += 1;
      receivedOnOne = Math.max(receivedOnOne, receivedHere);
      if (options.onlyCounts !== true) requests.push(request);
      options.onRequest?.(socket, request);
    });
  };
  const server: Server =
    options.tls === undefined ? createServer(onSocket) : createTlsServer(options.tls, onSocket);
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/hook`,
    requests,
    get accepted() {
      return accepted;
    },
    get open() {
      return open.size;
    },
    get bytes() {
      return bytes;
    },
    get received() {
      return received;
    },
    get receivedOnOne() {
      return receivedOnOne;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function collectRequests(socket: Socket, onRequest: (request: string) => void): void {
  let pending = '';
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    pending += text;
    for (let end = requestEnd(pending); end !== null; end = requestEnd(pending)) {
      const request = pending.slice(0, end);
      pending = pending.slice(end);
      onRequest(request);
    }
  });
}

function requestEnd(text: string): number | null {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const length = Number(/content-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? 0);
  const end = headEnd + 4 + length;
  return text.length >= end ? end : null;
}

/** An answer as bytes on the wire, with its true length unless a header says another. */
export function answer(statusLine: string, headers: Record<string, string>, body = ''): string {
  const all = { 'content-length': String(Buffer.byteLength(body, 'latin1')), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${statusLine}\r\n${lines.join('')}\r\n${body}`;
}

/** Writes again and again as fast as the connection takes it, until it is closed. */
export function writeForEver(socket: Socket, bytes: string): void {
  const write = (): void => {
    while (!socket.destroyed && socket.write(bytes, 'latin1'));
  };
  socket.on('drain', write);
  write();
}

/** Writes one piece per interval until the connection is closed. */
export function drip(socket: Socket, piece: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(piece, 'latin1'), everyMs);
  socket.on('close', () => clearInterval(timer));
}

/** Writes each byte by itself, as soon as the one before has left. */
export function writeByteByByte(socket: Socket, text: string): void {
  let at = 0;
  const next = (): void => {
    if (socket.destroyed || at >= text.length) return;
    at += 1;
    socket.write(text.slice(at - 1, at), 'latin1', () => setImmediate(next));
  };
  next();
}
