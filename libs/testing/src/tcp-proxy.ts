import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A link between a client and a server that can be broken in the middle. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /**
   * Passes nothing on, in one direction or in both, while every connection stays open: a black
   * hole.
   */
  blackHole(direction?: Direction | 'both'): void;
  /** Resets every connection there is and every new one. */
  refuse(): void;
  /** Passes everything on again, what was held back first. */
  restore(): void;
  /** Resets every connection there is. */
  cut(): void;
}

/** Where bytes go. */
export type Direction = 'to-server' | 'to-client';

/** What becomes of a piece of what a server sends, as it was read. */
export type Rewrite = (piece: Buffer) => Buffer;

/**
 * Listens on a free loopback port and passes bytes to another one; those to the client as rewrite
 * makes them, which gets each piece once.
 */
export async function startTcpProxy(
  targetPort: number,
  rewrite: Rewrite | null = null,
): Promise<TcpProxy> {
  /** Each end of a connection, with the direction in which its bytes go. */
  const sockets = new Map<Socket, Direction>();
  let heldBack: Direction | 'both' | null = null;
  let isRefusing = false;
  const isHeldBack = (direction: Direction): boolean =>
    heldBack === 'both' || heldBack === direction;
  const join = (from: Socket, to: Socket, direction: Direction): void => {
    sockets.set(from, direction);
    if (rewrite !== null && direction === 'to-client') from.pipe(rewriting(rewrite)).pipe(to);
    else from.pipe(to);
    if (isHeldBack(direction)) from.pause();
    // An error is followed by a close, and one end's end is the other's.
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((client) => {
    if (isRefusing) {
      client.resetAndDestroy();
      return;
    }
    const target = connect(targetPort, '127.0.0.1');
    join(client, target, 'to-server');
    join(target, client, 'to-client');
  });
  const cut = (): void => {
    for (const socket of sockets.keys()) socket.resetAndDestroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    blackHole: (direction = 'both') => {
      heldBack = direction;
      for (const [socket, own] of sockets) if (isHeldBack(own)) socket.pause();
    },
    refuse: () => {
      isRefusing = true;
      cut();
    },
    restore: () => {
      heldBack = null;
      isRefusing = false;
      for (const socket of sockets.keys()) socket.resume();
    },
    cut,
    [Symbol.asyncDispose]: async () => {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}

function rewriting(rewrite: Rewrite): Transform {
  return new Transform({
    transform: (piece: Buffer, _encoding, done) => done(null, rewrite(piece)),
  });
}
