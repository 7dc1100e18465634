import { createServer, type Server } from 'node:http';

import type { CallerAddresses } from '../http/caller-address.ts';
import { answerClientErrors } from './client-errors.ts';
import type { RestLimits } from './rest-limits.ts';
import { shareConnections } from './share-connections.ts';

/** An HTTP server that leaves nothing unlimited; its 'request' listener is the application. */
export function createRestServer(limits: RestLimits, addresses: CallerAddresses): Server {
  const server = createServer({
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: limits.checkIntervalMs,
    maxHeaderSize: limits.maxHeaderBytes,
    // The application checks it: Node's own answer has no body.
    requireHostHeader: false,
  });
  server.timeout = limits.idleTimeoutMs;
  // Bounded by size already. A bound on the number would hide a second authorization header.
  server.maxHeadersCount = 0;
  // Node's own answer to an expectation it does not know has no body; it may be ignored instead.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  shareConnections(server, limits.maxConnections, addresses);
  answerClientErrors(server);
  return server;
}
