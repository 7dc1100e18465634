import {
  createServer as createHttp2Server,
  type Http2Server,
  type ServerHttp2Session,
} from 'node:http2';
import { createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';

import { type DescriptorShortage, keepDescriptorsFree, listen, networkOf } from '@webhooks/runtime';

import { plainAddress } from './call.ts';
import { ConnectionSlots } from './connection-slots.ts';
import { readGreeting, refuseHttp1 } from './http2-preface.ts';
import * as limits from './rpc-limits.ts';
import type { RpcListener } from './rpc-listener.ts';

/** Where the RPC server listens. */
export interface RpcServerOptions {
  readonly host: string;
  /** 0 asks the system for a free port. */
  readonly port: number;
  readonly listener: RpcListener;
  /** Called at most once a minute while connections are refused. */
  readonly onShortage: (shortage: DescriptorShortage) => void;
}

/** A listening HTTP/2 server without TLS (h2c). */
export interface RpcServer {
  readonly port: number;
  /**
   * Takes no new connections and calls and waits for those that run, at most timeoutMs; then breaks
   * off what is left. May be called again.
   */
  drain(timeoutMs: number): Promise<void>;
}

/** @throws StartupError when the port cannot be had. */
export async function startRpcServer(options: RpcServerOptions): Promise<RpcServer> {
  const http2 = createHttp2Server(
    {
      settings: {
        enablePush: false,
        maxConcurrentStreams: limits.MAX_STREAMS,
        maxHeaderListSize: limits.MAX_HEADER_BYTES,
        initialWindowSize: limits.STREAM_WINDOW_BYTES,
      },
      maxSessionMemory: limits.MAX_SESSION_MEMORY_MB,
      streamResetBurst: limits.RESET_BURST,
      streamResetRate: limits.RESETS_PER_SECOND,
    },
    options.listener,
  );
  const connections = new ConnectionSlots({
    maxSilent: limits.MAX_SILENT_CONNECTIONS,
    maxOpen: limits.MAX_CONNECTIONS,
  });
  http2.on('stream', (stream) => {
    connections.beginStream(stream.session, (listener) => stream.once('close', listener));
  });
  // Not the HTTP/2 server itself: it would take any connection for HTTP/2, and wait for it.
  const tcp = createTcpServer((socket) => void greet(socket, http2, connections));
  keepDescriptorsFree(tcp, options.onShortage);
  const port = await listen(tcp, { ...options, setting: 'RPC_PORT' });
  return { port, drain: (timeoutMs) => drain(tcp, connections, timeoutMs) };
}

/** Hands a connection over that speaks HTTP/2 and finds a slot, and no other. */
async function greet(
  socket: Socket,
  http2: Http2Server,
  connections: ConnectionSlots,
): Promise<void> {
  const holder = networkOf(plainAddress(socket.remoteAddress ?? ''));
  connections.accept(socket, holder);
  socket.setKeepAlive(true, limits.PROBE_AFTER_MS);
  const greeting = await readGreeting(socket, limits.PREFACE_MS);
  if (greeting === 'http1') return refuseHttp1(socket);
  const speaksHttp2 = greeting === 'http2' && !socket.destroyed;
  const slot = speaksHttp2 ? connections.open(socket) : null;
  if (slot === null) {
    socket.destroy();
    return;
  }
  const onSession = (session: ServerHttp2Session): void => {
    connections.track(session, holder, slot);
    session.setLocalWindowSize(limits.CONNECTION_WINDOW_BYTES);
    session.setTimeout(limits.IDLE_CONNECTION_MS, () => session.close());
  };
  // The server makes the session while it handles the event, and of this connection no other one.
  http2.on('session', onSession);
  http2.emit('connection', socket);
  http2.off('session', onSession);
}

async function drain(
  server: TcpServer,
  connections: ConnectionSlots,
  timeoutMs: number,
): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  connections.closeSilent();
  for (const session of connections.sessions) session.close();
  const limit = setTimeout(() => {
    for (const session of connections.sessions) session.destroy();
  }, timeoutMs);
  await closed;
  clearTimeout(limit);
}
