import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** How much of a flood is sent at most; a server that bears it need not close the connection. */
const FRAMES = 50_000;
const BATCH = 500;

const HEADERS = 0x1;
const RST_STREAM = 0x3;
const SETTINGS = 0x4;
const PING = 0x6;
const WINDOW_UPDATE = 0x8;
const CONTINUATION = 0x9;
const END_STREAM_AND_HEADERS = 0x5;

/** :method POST, :scheme http, :path / as HPACK's own table has them. */
const shortHeaders = Buffer.from([0x83, 0x86, 0x84]);

/** Floods of HTTP/2 frames by their names; each makes the n-th piece. */
const floods: Readonly<Record<string, (n: number) => Buffer>> = {
  'streams that are reset at once': (n) =>
    Buffer.concat([
      frame(HEADERS, END_STREAM_AND_HEADERS, 2 * n + 1, shortHeaders),
      frame(RST_STREAM, 0, 2 * n + 1, Buffer.from([0, 0, 0, 8])),
    ]),
  'streams that never end': (n) => frame(HEADERS, 0x4, 2 * n + 1, shortHeaders),
  pings: () => frame(PING, 0, 0, Buffer.alloc(8)),
  settings: () => frame(SETTINGS, 0, 0, Buffer.from([0, 4, 0, 1, 0, 0])),
  'empty settings': () => frame(SETTINGS, 0, 0, Buffer.alloc(0)),
  'window updates': () => frame(WINDOW_UPDATE, 0, 0, Buffer.from([0, 0, 0, 1])),
  'headers that go on without end': (n) =>
    n === 0
      ? frame(HEADERS, 0, 1, shortHeaders)
      : frame(CONTINUATION, 0, 1, Buffer.alloc(1_000, 0x84)),
  'frames of an unknown type': () => frame(0x77, 0xff, 0, Buffer.alloc(100)),
  'resets of streams that do not exist': (n) =>
    frame(RST_STREAM, 0, 2 * n + 1, Buffer.from([0, 0, 0, 8])),
};

export const http2Floods = Object.keys(floods);

/** Sends a flood until the server closes the connection or all of it is sent; answers how much. */
export async function sendFlood(name: string, port: number): Promise<number> {
  const piece = floods[name];
  if (piece === undefined) throw new Error(`there is no flood of ${name}`);
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.resume();
  await once(socket, 'connect');
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  socket.write(frame(SETTINGS, 0, 0, Buffer.alloc(0)));
  let sent = 0;
  while (sent < FRAMES && !socket.destroyed) {
    const pieces = Array.from({ length: BATCH }, (_, index) => piece(sent + index));
    sent += BATCH;
    if (!socket.write(Buffer.concat(pieces))) await drained(socket);
  }
  socket.destroy();
  return sent;
}

/** A server may stop reading a flood: then the flood is over, too. */
async function drained(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const limit = setTimeout(() => socket.destroy(), 5_000);
  socket.once('drain', resolve);
  socket.once('close', resolve);
  await promise;
  clearTimeout(limit);
}

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}
