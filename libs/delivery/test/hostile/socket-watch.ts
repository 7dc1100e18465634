import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** What the client sockets of this process have read since the watch began. */
export interface SocketWatch extends Disposable {
  /** Bytes that the greediest of the sockets to a port has read. */
  mostReadFrom(port: number): number;
}

/** Watches every socket that a sender opens, whatever library it uses. */
export function watchSockets(): SocketWatch {
  const sockets = new Set<Socket>();
  const mostRead = new Map<number, number>();
  const note = (socket: Socket): void => {
    const port = socket.remotePort ?? portsOf.get(socket);
    if (port === undefined) return;
    mostRead.set(port, Math.max(mostRead.get(port) ?? 0, socket.bytesRead));
  };
  const portsOf = new WeakMap<Socket, number>();
  const onSocket = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    sockets.add(socket);
    // A closed socket no longer says where it led.
    socket.once('connect', () => {
      if (socket.remotePort !== undefined) portsOf.set(socket, socket.remotePort);
    });
    socket.once('close', () => {
      note(socket);
      sockets.delete(socket);
    });
  };
  subscribe('net.client.socket', onSocket);
  return {
    mostReadFrom: (port) => {
      for (const socket of sockets) note(socket);
      return mostRead.get(port) ?? 0;
    },
    [Symbol.dispose]: () => void unsubscribe('net.client.socket', onSocket),
  };
}
