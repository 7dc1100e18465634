import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A link between a client and a server that can be broken in the middle. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Passes nothing on in either direction, while every connection stays open: a black hole. */
  blackHole(): void;
  /** Passes everything on again, what was held back first. */
  restore(): void;
  /** Resets every connection there is. */
  cut(): void;
}

/** Listens on a free loopback port and passes bytes to another one. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let flowing = true;
  const join = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.pipe(to);
    if (!flowing) from.pause();
    // An error is followed by a close, and one end's end is the other's.
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    join(client, target);
    join(target, client);
  });
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    blackHole: () => {
      flowing = false;
      for (const socket of sockets) socket.pause();
    },
    restore: () => {
      flowing = true;
      for (const socket of sockets) socket.resume();
    },
    cut,
    [Symbol.asyncDispose]: async () => {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}
