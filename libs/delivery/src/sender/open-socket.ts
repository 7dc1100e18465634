import { lookup as systemLookup } from 'node:dns';
import { isIP, Socket, type LookupFunction, type TcpNetConnectOpts } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';

import { openTunnel, type ProxyRoute } from '../egress/open-tunnel.ts';
import { DeliverySocket } from './delivery-socket.ts';
import { reading } from './read-buffer.ts';

/** How far a connection has come; tells what a failure or a deadline means. */
export type ConnectPhase =
  'waiting' | 'resolving' | 'tunnelling' | 'connecting' | 'handshaking' | 'established';

export interface SocketOptions {
  readonly secure: boolean;
  /** A name or a literal address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Null: the system's own. */
  readonly lookup: LookupFunction | null;
  /** The proxy that it goes through; null: none. */
  readonly route: ProxyRoute | null;
  /** What is trusted, and how TLS is spoken. */
  readonly secureContext: () => SecureContext;
  /** A TLS session to resume; null: a full handshake. */
  readonly session: Buffer | null;
  /** The receiver offers a session that the next connection may resume. */
  readonly onSession: (session: Buffer) => void;
  readonly onPhase: (phase: ConnectPhase) => void;
  /** The socket that requests are going to be written to; before anybody else listens to it. */
  readonly onSocket: (socket: Socket) => void;
}

/** A connection that is being made. */
export interface OpeningSocket {
  /** Ends it, made or not. */
  destroy(): void;
}

/** Before the next address of a name is tried; long enough for a receiver on another continent. */
const nextAddressAfterMs = 1_000;

/** A connection that was closed without saying why. */
export class ConnectionClosedError extends Error {
  readonly code = 'ERR_CONNECTION_CLOSED';

  constructor() {
    super('The connection was closed');
  }
}

/** Starts a connection and answers once, when it can carry a request or has failed. */
export function openSocket(
  options: SocketOptions,
  callback: (error: Error | null) => void,
): OpeningSocket {
  const { secure, host, route, onPhase } = options;
  const isName = isIP(host) === 0 && route?.gate.proxy.isByName !== true;
  onPhase(isName ? 'resolving' : route === null ? 'connecting' : 'tunnelling');
  if (route !== null) return openThrough(options, route, callback);
  const socket = secure ? connectSecurely(options, null) : connectPlainly(options);
  socket.once('lookup', (error: Error | null) => {
    if (error === null) onPhase('connecting');
  });
  if (secure) socket.once('connect', () => onPhase('handshaking'));
  watch(socket, secure ? 'secureConnect' : 'connect', options, callback);
  return socket;
}

/** The same through a proxy. TLS is spoken with the receiver, inside the tunnel. */
function openThrough(
  options: SocketOptions,
  route: ProxyRoute,
  callback: (error: Error | null) => void,
): OpeningSocket {
  const { secure, host, port, lookup, onPhase, onSocket } = options;
  const abort = new AbortController();
  let destroy = (): void => abort.abort(new ConnectionClosedError());
  const opening = openTunnel({
    ...{ route, host, port, signal: abort.signal, lookup: lookup ?? systemLookup },
    // TLS reads from what it is put upon by itself.
    createSocket: (how) =>
      secure ? new Socket(how) : new DeliverySocket({ ...how, onread: reading }),
    onAddress: () => onPhase('tunnelling'),
  });
  const follow = (tunnel: Socket): void => {
    destroy = () => tunnel.destroy();
    if (abort.signal.aborted) {
      tunnel.destroy();
      callback(new ConnectionClosedError());
    } else if (secure) {
      onPhase('handshaking');
      secureTunnel(tunnel);
    } else {
      onSocket(tunnel);
      onPhase('established');
      callback(null);
    }
  };
  const secureTunnel = (tunnel: Socket): void => {
    try {
      const socket = connectSecurely(options, tunnel);
      destroy = () => socket.destroy();
      watch(socket, 'secureConnect', options, callback);
    } catch (error) {
      tunnel.destroy();
      callback(error as Error);
    }
  };
  opening.then(follow, callback);
  return { destroy: () => destroy() };
}

function watch(
  socket: Socket,
  ready: 'connect' | 'secureConnect',
  { onPhase, onSocket }: SocketOptions,
  callback: (error: Error | null) => void,
): void {
  let answered = false;
  const answer = (error: Error | null): void => {
    if (answered) return;
    answered = true;
    if (error === null) onPhase('established');
    callback(error);
  };
  socket.once(ready, () => answer(null));
  socket.once('close', () => answer(new ConnectionClosedError()));
  // Stays for the life of the socket: an error that nobody hears ends the process.
  socket.on('error', answer);
  onSocket(socket);
}

function connectPlainly(options: SocketOptions): Socket {
  const how = tcpOptions(options);
  return new DeliverySocket(how).connect(how);
}

function connectSecurely(options: SocketOptions, tunnel: Socket | null): TLSSocket {
  const { host, secureContext, session, onSession } = options;
  // The name in a certificate and in server name indication has no dot at its end.
  const name = host.replace(/\.$/, '');
  const socket = connectTls({
    ...tcpOptions(options),
    ...(tunnel !== null && { socket: tunnel }),
    ALPNProtocols: ['http/1.1'],
    // Said here, so that no variable of the environment can say otherwise.
    rejectUnauthorized: true,
    // Server name indication is for names alone.
    ...(isIP(host) === 0 && { servername: name }),
    ...(session !== null && { session }),
    secureContext: secureContext(),
  });
  return socket.on('session', onSession);
}

function tcpOptions({ host, port, lookup }: SocketOptions): TcpNetConnectOpts {
  return {
    host,
    port,
    noDelay: true,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: nextAddressAfterMs,
    onread: reading,
    ...(lookup !== null && { lookup }),
  };
}
