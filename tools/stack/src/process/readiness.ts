import { once } from 'node:events';
import { connect } from 'node:net';

const ANSWER_LIMIT_MS = 1_000;

/** Whether an app's admin server says that all of it works. */
export async function isHttpReady(origin: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const response = await fetch(`${origin}/readyz`, { signal });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Whether something accepts connections; nats-server does when it can serve. */
export async function acceptsConnections(origin: string): Promise<boolean> {
  const { hostname, port } = new URL(origin);
  const host = hostname.replaceAll(/[[\]]/g, '');
  const socket = connect({ port: Number(port), host, timeout: ANSWER_LIMIT_MS });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
