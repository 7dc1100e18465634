import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * A receiver that does what the path says: `/after/MS` answers 200 so late, `/status/N` at once with
 * that status, anything else 200. Disposing it cuts every connection.
 */
export async function startSlowReceiver(port: number): Promise<AsyncDisposable> {
  const server = createServer((request, response) => {
    request.resume();
    const [, what, value] = /^\/(after|status)\/(\d+)/.exec(request.url ?? '') ?? [];
    const status = what === 'status' ? Number(value) : 200;
    const answer = (): void => void response.writeHead(status).end();
    if (what !== 'after') answer();
    else {
      const timer = setTimeout(answer, Number(value));
      response.once('close', () => clearTimeout(timer));
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
