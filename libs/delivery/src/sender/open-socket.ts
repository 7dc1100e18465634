import { connect, isIP, type LookupFunction, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** How far a connection has come; tells what a failure or a deadline means. */
export type ConnectPhase = 'waiting' | 'resolving' | 'connecting' | 'handshaking' | 'established';

export interface SocketOptions {
  readonly secure: boolean;
  /** A name or a literal address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Null: the system's own. */
  readonly lookup: LookupFunction | null;
  /** PEM; trusted instead of the well-known authorities. Null: those. */
  readonly trustedCertificates: readonly string[] | null;
  readonly onPhase: (phase: ConnectPhase) => void;
  /** Bytes came; they are not to be kept. */
  readonly onData: (bytes: Buffer) => void;
}

/** Before the next address of a name is tried; long enough for a receiver on another continent. */
const nextAddressAfterMs = 1_000;

/**
 * What all plain connections read into, one after the other: a buffer for each reading would be the
 * larger part of what an attempt leaves to be collected.
 */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024);

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
  const { onData } = options;
  const callback = (length: number): boolean => {
    onData(readBuffer.subarray(0, length));
    return true;
  };
  return connect({ ...tcpOptions(options), onread: { buffer: readBuffer, callback } });
}

function connectSecurely(options: SocketOptions): Socket {
  const { host, trustedCertificates, onData } = options;
  const socket = connectTls({
    ...tcpOptions(options),
    ALPNProtocols: ['http/1.1'],
    // Server name indication is for names alone.
    ...(isIP(host) === 0 && { servername: host }),
    ...(trustedCertificates !== null && { ca: [...trustedCertificates] }),
  });
  // What TLS decrypts it hands out in buffers of its own.
  return socket.on('data', onData);
}

function tcpOptions({ host, port, lookup }: SocketOptions): TcpNetConnectOpts {
  return {
    host,
    port,
    noDelay: true,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: nextAddressAfterMs,
    ...(lookup !== null && { lookup }),
  };
}
