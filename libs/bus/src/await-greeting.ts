import { once } from 'node:events';
import { connect } from 'node:net';

import { BusUnavailableError } from './broker-errors.ts';

/**
 * Resolves when the server greets a client. The nats client does not close a socket on which the
 * greeting never came, so a frozen server would cost one at each try; this closes it.
 *
 * @throws BusUnavailableError when there is no greeting before the signal aborts.
 */
export async function awaitGreeting(url: URL, signal: AbortSignal): Promise<void> {
  const port = url.port === '' ? 4222 : Number(url.port);
  const socket = connect(port, url.hostname.replaceAll(/[[\]]/g, ''));
  try {
    await once(socket, 'data', { signal });
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    const reason = name === 'AbortError' ? 'the server does not greet' : code;
    throw new BusUnavailableError(`cannot connect: ${reason}`, { cause: error });
  } finally {
    socket.destroy();
  }
}
