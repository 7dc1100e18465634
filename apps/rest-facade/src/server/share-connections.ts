import type { IncomingMessage, Server } from 'node:http';

import { networkOf } from '@webhooks/runtime';

import type { CallerAddresses } from '../http/caller-address.ts';
import { ConnectionSlots } from './connection-slots.ts';

/** Shares out the connections of a server between its peers, and the callers behind its proxies. */
export function shareConnections(
  server: Server,
  maxConnections: number,
  addresses: CallerAddresses,
): void {
  const slots = new ConnectionSlots(maxConnections);
  server.on('connection', (socket) => {
    const peer = addresses.ofPeer(socket);
    slots.accept(socket, networkOf(peer), addresses.isProxy(peer));
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    let isAnswering = false;
    const arrive = (): void => {
      isAnswering = true;
      slots.arrived(socket);
    };
    response.once('close', () => {
      request.off('end', arrive);
      if (isAnswering) slots.answered(socket);
    });
    if (!hasBody(request)) return arrive();
    slots.began(socket, networkOf(addresses.ofCaller(request)));
    request.once('end', arrive);
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
