import { isIP, type LookupFunction, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';

import { DeliverySocket } from './delivery-socket.ts';
import { reading } from './read-buffer.ts';

/** How far a connection has come; tells what a failure or a deadline means. */
export type ConnectPhase = 'waiting' | 'resolving' | 'connecting' | 'handshaking' | 'established';

export interface SocketOptions {
  readonly secure: boolean;
  /** A name or a literal address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Null: the system's own. */
  readonly lookup: LookupFunction | null;
  /** What is trusted, and how TLS is spoken. */
  readonly secureContext: () => SecureContext;
  /** A TLS session to resume; null: a full handshake. */
  readonly session: Buffer | null;
  /** The receiver offers a session that the next connection may resume. */
  readonly onSession: (session: Buffer) => void;
  readonly onPhase: (phase: ConnectPhase) => void;
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
): Socket {
  const { secure, host, onPhase } = options;
  onPhase(isIP(host) === 0 ? 'resolving' : 'connecting');
  const socket = secure ? connectSecurely(options) : connectPlainly(options);
  socket.once('lookup', (error: Error | null) => {
    if (error === null) onPhase('connecting');
  });
  if (secure) socket.once('connect', () => onPhase('handshaking'));
  let answered = false;
  const answer = (error: Error | null): void => {
    if (answered) return;
    answered = true;
    if (error === null) onPhase('established');
    callback(error);
  };
  socket.once(secure ? 'secureConnect' : 'connect', () => answer(null));
  socket.once('close', () => answer(new ConnectionClosedError()));
  // Stays for the life of the socket: an error that nobody hears ends the process.
  socket.on('error', answer);
  return socket;
}

function connectPlainly(options: SocketOptions): Socket {
  const how = tcpOptions(options);
  return new DeliverySocket(how).connect(how);
}

function connectSecurely(options: SocketOptions): TLSSocket {
  const { host, secureContext, session, onSession } = options;
  // The name in a certificate and in server name indication has no dot at its end.
  const name = host.replace(/\.$/, '');
  const socket = connectTls({
    ...tcpOptions(options),
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
