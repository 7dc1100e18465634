import {
  createServer as createHttp2Server,
  type Http2Server,
  type ServerHttp2Session,
} from 'node:http2';
import { createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';

import { listen } from '@webhooks/runtime';

import { readGreeting, refuseHttp1 } from './http2-preface.ts';
import * as limits from './rpc-limits.ts';
import type { RpcListener } from './rpc-listener.ts';

/** Where the RPC server listens. */
export interface RpcServerOptions {
  readonly host: string;
  /** 0 asks the system for a free port. */
  readonly port: number;
  readonly listener: RpcListener;
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
  const sessions = trackSessions(http2);
  // Not the HTTP/2 server itself: it would take any connection for HTTP/2, and wait for it.
  const tcp = createTcpServer((socket) => void greet(socket, http2));
  tcp.maxConnections = limits.MAX_CONNECTIONS;
  const port = await listen(tcp, { ...options, setting: 'RPC_PORT' });
  return { port, drain: (timeoutMs) => drain(tcp, sessions, timeoutMs) };
}

/** Hands a connection over that speaks HTTP/2, and no other. */
async function greet(socket: Socket, http2: Http2Server): Promise<void> {
  socket.setKeepAlive(true, limits.PROBE_AFTER_MS);
  const greeting = await readGreeting(socket, limits.PREFACE_MS);
  if (greeting === 'http2') http2.emit('connection', socket);
  else if (greeting === 'http1') refuseHttp1(socket);
  else socket.destroy();
}

function trackSessions(server: Http2Server): ReadonlySet<ServerHttp2Session> {
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
    session.setLocalWindowSize(limits.CONNECTION_WINDOW_BYTES);
    session.setTimeout(limits.IDLE_CONNECTION_MS, () => session.close());
  });
  return sessions;
}

async function drain(
  server: TcpServer,
  sessions: ReadonlySet<ServerHttp2Session>,
  timeoutMs: number,
): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  for (const session of sessions) session.close();
  const limit = setTimeout(() => {
    for (const session of sessions) session.destroy();
  }, timeoutMs);
  await closed;
  clearTimeout(limit);
}
