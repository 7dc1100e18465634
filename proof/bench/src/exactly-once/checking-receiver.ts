import { createServer, type AddressInfo, type Socket } from 'node:net';

import { RequestCutter } from '../receiver/request-cutter.ts';
import type { CheckingRequest } from './checking-receiver-messages.ts';
import { DeliveryChecker, type CheckedDelivery } from './delivery-checker.ts';

/**
 * A receiver that checks everything that comes. One answer in eight takes some milliseconds, so that
 * two requests of an object that are sent together are seen together. Forked by the benchmark.
 */
const REFUSAL = 'HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n';
const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';
const SLOW_SHARE = 8;
const SLOWEST_MS = 5;

let checker = new DeliveryChecker([]);
let refusedOrdinal: number | null = null;
let refused = 0;

function serve(socket: Socket): void {
  const cutter = new RequestCutter();
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    for (const head of cutter.take(chunk)) receive(socket, head);
  });
}

function receive(socket: Socket, head: string): void {
  const delivery = deliveryOf(head);
  if (delivery.ordinal === refusedOrdinal) {
    refused += 1;
    socket.write(REFUSAL);
    return;
  }
  checker.arrived(delivery);
  const answer = (): void => {
    checker.answered(delivery);
    socket.write(ANSWER);
  };
  const { received } = checker;
  if (received % SLOW_SHARE === 0) setTimeout(answer, (received / SLOW_SHARE) % SLOWEST_MS);
  else answer();
}

/** Events are named evt_ACCOUNT_OBJECT_ORDINAL; what is not is NaN, and so foreign. */
function deliveryOf(head: string): CheckedDelivery {
  const [, object, ordinal] = /\r\nwebhook-id: *evt_\d+_(\d+)_(\d+)\r/i.exec(head) ?? [];
  return {
    endpoint: Number(/^POST \/e\/(\d+) /.exec(head)?.[1]),
    resendId: Number(/\r\nwebhook-resend-id: *(\d+)\r/i.exec(head)?.[1]),
    object: Number(object),
    ordinal: Number(ordinal),
  };
}

function replyTo(request: CheckingRequest): object {
  switch (request.kind) {
    case 'plan':
      checker = new DeliveryChecker(request.plans);
      refused = 0;
      return {};
    case 'refuse':
      refusedOrdinal = request.ordinal;
      return {};
    case 'count':
      return { received: checker.received, refused };
    case 'verdict':
      return checker.verdict(request.resends);
  }
}

const server = createServer(serve).listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('message', (request: CheckingRequest) => process.send?.(replyTo(request)));
process.on('disconnect', () => process.exit());
