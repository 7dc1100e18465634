import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

import type { SinkOrder } from './receiver-messages.ts';
import { RequestCutter } from './request-cutter.ts';

/*
 * Answers every request at once. Forked by Sink, it gets the protocol to speak and answers its port; asked
 * again, it tells how many requests came.
 */

const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');

let requests = 0;

function serve(socket: Socket): void {
  const cutter = new RequestCutter();
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    const { length } = cutter.take(chunk);
    requests += length;
    for (let answers = 0; answers < length; answers += 1) socket.write(ANSWER);
  });
}

process.once('message', ({ tls }: SinkOrder) => {
  const server = tls === null ? createServer(serve) : createTlsServer(tls, serve);
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ port: (server.address() as AddressInfo).port });
    process.on('message', () => process.send?.({ requests }));
  });
});
process.on('disconnect', () => process.exit());
