import { BlockedAddressError, UnresolvedNameError } from '@webhooks/address-guard';
import type { ErrorClass } from '@webhooks/domain';

import { ReceiverUnreachableError } from '../egress/receiver-unreachable-error.ts';
import { InvalidAnswerError } from './exchange.ts';
import type { ConnectPhase } from './open-socket.ts';
import { InvalidRequestError } from './request-headers.ts';
import { UnusableProfileError } from './secure-contexts.ts';

/** A failure in the words of the domain; its message is for people and names no address. */
export interface Failure {
  readonly errorClass: ErrorClass;
  readonly message: string;
}

const meaning = {
  dns: 'The host name could not be resolved',
  connect_refused: 'No connection could be made',
  connect_timeout: 'The connection took too long',
  tls: 'No secure connection could be made',
  timeout: 'The answer took too long',
  reset: 'The connection was closed before the answer was complete',
  closed_before_answer: 'A kept connection was closed as the request was written',
  protocol: 'The answer was not valid HTTP',
  blocked_address: 'The address may not be called',
  http_status: 'The answer was not a success',
  client_certificate_refused: 'The receiver refused our certificate, or asks for one',
} satisfies Record<ErrorClass, string>;

/** What a code of node, undici or the sender means once a connection stands. */
const classByCode: Readonly<Record<string, ErrorClass>> = {
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  ENOTCONN: 'reset',
  // The receiver's machine no longer acknowledges what is sent.
  ETIMEDOUT: 'reset',
  EHOSTUNREACH: 'reset',
  EHOSTDOWN: 'reset',
  ENETUNREACH: 'reset',
  ENETDOWN: 'reset',
  ENETRESET: 'reset',
  ERR_CONNECTION_CLOSED: 'reset',
  // Written to after the receiver had closed it.
  ERR_STREAM_DESTROYED: 'reset',
  UND_ERR_SOCKET: 'reset',
  // The connection ended within a head or a body.
  HPE_INVALID_EOF_STATE: 'reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
  EPROTO: 'tls',
};

/** What a receiver says of the certificate that it was shown, or misses one. */
const certificateAlert =
  /ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(?:REVOKED|EXPIRED|UNKNOWN|REQUIRED)|NO_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)$/;

/** Over TLS 1.3 a receiver judges a certificate once the handshake is over for us. */
const lateAlert = /ALERT_(?:HANDSHAKE_FAILURE|DECRYPT_ERROR)$/;

/** Says what an error means for an attempt that had come so far. */
export function classifyError(error: Error, phase: ConnectPhase): Failure {
  const code = codeOf(error);
  const errorClass = classOf(error, code, phase);
  return describeFailure(errorClass, detailOf(error, code));
}

/** Whether this machine had no descriptor left for a connection: nothing that a receiver can help. */
export function isOwnShortage(error: Error): boolean {
  const code = codeOf(error);
  return code === 'EMFILE' || code === 'ENFILE';
}

/** Says what it means that a deadline passes before the request is written. */
export function classifyLateness(phase: ConnectPhase): ErrorClass {
  switch (phase) {
    case 'resolving':
      return 'dns';
    case 'waiting':
    case 'tunnelling':
    case 'connecting':
      return 'connect_timeout';
    case 'handshaking':
      return 'tls';
    case 'established':
      return 'timeout';
  }
}

/** A failure with the usual words for its class. */
export function describeFailure(errorClass: ErrorClass, detail: string | null): Failure {
  const message = detail === null ? meaning[errorClass] : `${meaning[errorClass]} (${detail})`;
  return { errorClass, message };
}

/** What tells the owner of a receiver more than its class; never the words of a stranger. */
function detailOf(error: Error, code: string | null): string | null {
  const isReported =
    error instanceof BlockedAddressError ||
    error instanceof UnresolvedNameError ||
    error instanceof ReceiverUnreachableError ||
    error instanceof UnusableProfileError ||
    error instanceof InvalidAnswerError;
  return isReported ? error.message : code;
}

function classOf(error: Error, code: string | null, phase: ConnectPhase): ErrorClass {
  if (error instanceof BlockedAddressError) return 'blocked_address';
  if (error instanceof ReceiverUnreachableError) return error.errorClass;
  if (error instanceof InvalidRequestError) return 'protocol';
  if (error instanceof UnusableProfileError) return 'tls';
  if (code !== null && certificateAlert.test(code)) return 'client_certificate_refused';
  switch (phase) {
    case 'resolving':
      return 'dns';
    case 'waiting':
    case 'tunnelling':
    case 'connecting':
      return classOfConnectError(code);
    case 'handshaking':
      return 'tls';
    case 'established':
      return classOfAnswerError(code);
  }
}

/** Whatever else keeps a connection from being made: nobody listens, no way there, no port left. */
function classOfConnectError(code: string | null): ErrorClass {
  if (code === 'ETIMEDOUT') return 'connect_timeout';
  return code === 'ECONNRESET' ? 'reset' : 'connect_refused';
}

function classOfAnswerError(code: string | null): ErrorClass {
  if (code === null) return 'protocol';
  if (lateAlert.test(code)) return 'client_certificate_refused';
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return 'tls';
  // What is no answer, and what nobody has seen yet.
  return classByCode[code] ?? 'protocol';
}

function codeOf(error: Error): string | null {
  const code: unknown = 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
