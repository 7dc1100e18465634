import type { Socket } from 'node:net';

/** The first bytes of every HTTP/2 connection. */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

/** An upper-case letter, with which every HTTP/1 request begins; TLS begins with 0x16. */
const HTTP_1 = /^[A-Z]/;

/** Reads this much of what is refused, at most, so that the answer is not lost in a reset. */
const MAX_LINGER_BYTES = 64 * 1024;
const MAX_LINGER_MS = 1_000;

const TEXT =
  'This port speaks HTTP/2 without TLS and without upgrade: call it by gRPC, gRPC-Web or Connect over h2c.\n';

const HTTP_1_ANSWER = [
  'HTTP/1.1 505 HTTP Version Not Supported',
  'content-type: text/plain; charset=utf-8',
  `content-length: ${Buffer.byteLength(TEXT)}`,
  'connection: close',
  '',
  TEXT,
].join('\r\n');

/** What became of the beginning of a connection. */
export type Greeting = 'http2' | 'http1' | 'other' | 'none';

/**
 * Reads the beginning of a connection, at most as much as the preface has, and puts it back for the
 * HTTP/2 server. 'none': the connection ended, or nothing that tells came in time.
 */
export function readGreeting(socket: Socket, timeoutMs: number): Promise<Greeting> {
  const { promise, resolve } = Promise.withResolvers<Greeting>();
  let received: Buffer = Buffer.alloc(0);
  const onReadable = (): void => {
    for (let chunk: unknown = socket.read(); chunk !== null; chunk = socket.read()) {
      received = Buffer.concat([received, chunk as Buffer]);
      const greeting = judge(received);
      if (greeting !== null) return end(greeting);
    }
  };
  const onEnd = (): void => end('none');
  const limit = setTimeout(onEnd, timeoutMs);
  const end = (greeting: Greeting): void => {
    clearTimeout(limit);
    socket.off('readable', onReadable);
    for (const event of ['end', 'close', 'error']) socket.off(event, onEnd);
    if (received.length > 0 && !socket.destroyed) socket.unshift(received);
    resolve(greeting);
  };
  for (const event of ['end', 'close', 'error']) socket.on(event, onEnd);
  socket.on('readable', onReadable);
  return promise;
}

/** Null while it can still be the preface. */
function judge(received: Buffer): Exclude<Greeting, 'none'> | null {
  const length = Math.min(received.length, PREFACE.length);
  if (received.subarray(0, length).equals(PREFACE.subarray(0, length))) {
    return length === PREFACE.length ? 'http2' : null;
  }
  return HTTP_1.test(received.toString('latin1', 0, 1)) ? 'http1' : 'other';
}

/** Tells a client by HTTP/1 what this port speaks, and closes the connection. */
export function refuseHttp1(socket: Socket): void {
  socket.on('error', () => {});
  const limit = setTimeout(() => socket.destroy(), MAX_LINGER_MS);
  socket.once('close', () => clearTimeout(limit));
  let read = 0;
  socket.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > MAX_LINGER_BYTES) socket.destroy();
  });
  socket.end(HTTP_1_ANSWER);
}
