import type { Server } from 'node:http';

/** How often connections that became idle are closed. */
const SWEEP_MS = 50;

/** Takes no more connections, lets requests in flight be answered, and cuts what is left. */
export async function drainServer(server: Server, limitMs: number): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  // A connection that was busy when the server closed stays open once its answer is sent.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const limit = setTimeout(() => server.closeAllConnections(), limitMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(limit);
}
