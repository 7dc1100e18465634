import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/**
 * A receiver that costs as little as one can: it reads a request by its content-length and answers
 * at once. Forked by the benchmark, it tells its port and, when asked, how many requests came.
 */
const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
const HEAD_END = '\r\n\r\n';

let requests = 0;

function serve(socket: Socket): void {
  let waiting: Buffer = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    for (let end = requestEnd(waiting); end !== null; end = requestEnd(waiting)) {
      waiting = waiting.subarray(end);
      requests += 1;
      socket.write(ANSWER);
    }
  });
}

/** Where the first request ends, or null while it is not complete. */
function requestEnd(bytes: Buffer): number | null {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  const end = headEnd + HEAD_END.length + length;
  return bytes.length < end ? null : end;
}

const server = createServer(serve).listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('message', () => process.send?.({ requests }));
process.on('disconnect', () => process.exit());
