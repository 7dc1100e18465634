import { connect, type Socket } from 'node:net';

import type { Attack } from './scene.ts';

const TICK_MS = 50;
/** Opened in a tick: at first, and again of those that the other side closed. */
const BATCHES = { first: 400, again: 60 } as const;
/** A connection that is closed so soon was refused; whoever made it comes back after a while. */
const REFUSED_WITHIN_MS = 2_000;
const COME_BACK_MS = 5_000;
/** How long all of them may take to be there, or to be refused, at first. */
const FILL_LIMIT_MS = 30_000;

/** Where to, from where, and what is said there. */
export interface HeldOptions {
  readonly port: number;
  readonly address: string;
  readonly count: number;
  /** Sent at once; nothing else ever follows. */
  readonly greeting: string;
}

/** Keeps so many connections that go no further, whatever the other side does about them. */
export async function holdConnections(options: HeldOptions): Promise<Attack> {
  const { port, address, count, greeting } = options;
  const sockets = new Set<Socket>();
  let opened = 0;
  const open = (): void => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: address });
    sockets.add(socket);
    opened += 1;
    socket.on('error', () => {});
    const openedMs = performance.now();
    socket.once('close', () => {
      const isRefused = performance.now() - openedMs < REFUSED_WITHIN_MS;
      // Unref'd: an attack that is over does not wait for it.
      setTimeout(() => sockets.delete(socket), isRefused ? COME_BACK_MS : 0).unref();
    });
    if (greeting !== '') socket.write(greeting);
    socket.resume();
  };
  const fill = (): void => {
    const batch = opened < count ? BATCHES.first : BATCHES.again;
    for (let missing = Math.min(batch, count - sockets.size); missing > 0; missing -= 1) open();
  };
  const timer = setInterval(fill, TICK_MS);
  const endsAtMs = performance.now() + FILL_LIMIT_MS;
  while (opened < count && performance.now() < endsAtMs) {
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  return {
    held: `${[...sockets].filter(({ destroyed }) => !destroyed).length} of ${count} connections`,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
    },
  };
}
