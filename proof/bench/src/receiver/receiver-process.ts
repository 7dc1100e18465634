import { createServer, type AddressInfo, type Socket } from 'node:net';

import { nowMs } from '../benchmark/clock.ts';
import { ArrivalLog } from './arrival-log.ts';
import type { Behaviour, ReceiverRequest } from './receiver-messages.ts';
import { RequestCutter } from './request-cutter.ts';

/**
 * Many endpoints in one cheap process: /e/12 is number 12. Each answers 200 at once until a message says
 * something else. Forked by the benchmark, it tells its port and answers ReceiverRequests.
 */
const AT_ONCE: Behaviour = { kind: 'answer', status: 200, afterMs: 0 };

const arrivals = new ArrivalLog();
const counts = new Map<number, number>();
const behaviours = new Map<number, Behaviour>();
const inFlight = new Map<number, number>();
const hanging = new Map<number, Set<Socket>>();

function serve(socket: Socket): void {
  const cutter = new RequestCutter();
  let firstByteMs = 0;
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    if (cutter.isEmpty) firstByteMs = nowMs();
    for (const head of cutter.take(chunk)) receive(socket, head, firstByteMs);
  });
}

function receive(socket: Socket, head: string, atMs: number): void {
  const endpoint = Number(/^POST \/e\/(\d+) /.exec(head)?.[1]);
  const resendId = Number(/\r\nwebhook-resend-id: *(\d+)/i.exec(head)?.[1] ?? 0);
  add(inFlight, endpoint, 1);
  add(counts, endpoint, 1);
  arrivals.add({ endpoint, resendId, atMs, inFlight: inFlight.get(endpoint) ?? 0 });
  const behaviour = behaviours.get(endpoint) ?? AT_ONCE;
  if (behaviour.kind === 'hang') hang(socket, endpoint);
  else if (behaviour.afterMs === 0) answer(socket, endpoint, behaviour.status);
  else setTimeout(answer, behaviour.afterMs, socket, endpoint, behaviour.status);
}

function answer(socket: Socket, endpoint: number, status: number): void {
  add(inFlight, endpoint, -1);
  socket.write(`HTTP/1.1 ${status} x\r\ncontent-length: 0\r\n\r\n`);
}

function hang(socket: Socket, endpoint: number): void {
  const sockets = hanging.get(endpoint) ?? new Set();
  hanging.set(endpoint, sockets);
  sockets.add(socket);
  socket.once('close', () => {
    sockets.delete(socket);
    add(inFlight, endpoint, -1);
  });
}

function behave(endpoint: number, behaviour: Behaviour): void {
  behaviours.set(endpoint, behaviour);
  for (const socket of hanging.get(endpoint) ?? []) socket.destroy();
}

function add(numbers: Map<number, number>, key: number, difference: number): void {
  numbers.set(key, (numbers.get(key) ?? 0) + difference);
}

function replyTo(request: ReceiverRequest): object {
  switch (request.kind) {
    case 'behave':
      behave(request.endpoint, request.behaviour);
      return {};
    case 'count': {
      const at = [...counts].filter(([key]) => key >= request.from && key < request.to);
      return { requests: at.reduce((sum, [, count]) => sum + count, 0) };
    }
    case 'hanging':
      return { requests: hanging.get(request.endpoint)?.size ?? 0 };
    case 'take':
      counts.clear();
      return { table: arrivals.drain() };
  }
}

const server = createServer(serve).listen(0, '127.0.0.1', 1_024, () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('message', (request: ReceiverRequest) => process.send?.(replyTo(request)));
process.on('disconnect', () => process.exit());
