import { once } from 'node:events';
import type { Server } from 'node:http';

/** Stops a server; resolves when its last connection is closed. */
export type Drain = (limitMs: number) => Promise<void>;

/**
 * Counts a server's requests from now on, so that it can be stopped: no more connections are taken,
 * requests in flight are answered within the limit, and then all connections are cut. Those that
 * have not sent a request yet would else be waited for.
 */
export function prepareDrain(server: Server): Drain {
  let inFlight = 0;
  const { promise: idle, resolve: becomeIdle } = Promise.withResolvers<void>();
  const settle = (): void => {
    if (inFlight === 0 && !server.listening) becomeIdle();
  };
  server.on('request', (_request, response) => {
    inFlight += 1;
    response.once('close', () => {
      inFlight -= 1;
      settle();
    });
  });
  return async (limitMs) => {
    const closed = once(server, 'close');
    server.close();
    settle();
    const limit = setTimeout(becomeIdle, limitMs);
    await idle;
    clearTimeout(limit);
    server.closeAllConnections();
    await closed;
  };
}
