import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';

import type { ErrorClass } from '@webhooks/domain';

import type { OnRequest } from '../support/raw-receiver.ts';

/** The outcome that one attempt at a hostile receiver must have. */
export interface ExpectedOutcome {
  readonly errorClass: ErrorClass | null;
  /** Absent: null, because no status may be known. */
  readonly httpStatus?: number;
  /** Absent: null. */
  readonly retryAfterMs?: number;
  /** Absent: not looked at. */
  readonly snippet?: Buffer;
  /** A part of the error message, where the class alone says too little. */
  readonly message?: string;
}

/** One way in which a receiver can be sick or hostile. */
export interface HostileKind {
  /** Completes "a receiver that …". */
  readonly name: string;
  readonly onConnection?: (socket: Socket) => void;
  /** Called for each whole request. */
  readonly onRequest?: OnRequest;
  /** What the receiver speaks: plain TCP unless given. */
  readonly tls?: TlsOptions;
  /** True: it is called by https, whatever it speaks. */
  readonly isSecure?: true;
  /** True: nobody listens at its port. */
  readonly isClosed?: true;
  /** True: only the deadline of the attempt ends it. */
  readonly endsByDeadline?: true;
  /** True: the answer is a sound one, so its connection is used again. */
  readonly keepsConnection?: true;
  /**
   * True: it closes behind a sound answer without saying so. A request that gets onto the connection
   * in that moment ends as reset, like with any client: nobody knows whether it came.
   */
  readonly closesSilently?: true;
  /** Part of the message by which the first attempts end, and from which the sender learns. */
  readonly learntBy?: string;
  /** True: the request may not get as far as the receiver's reading it. */
  readonly isUnread?: true;
  /** Body of the request in bytes, where its size matters. */
  readonly bodyBytes?: number;
  /** Bytes that are read of one answer at most; absent: as many as of any. */
  readonly maxReadBytes?: number;
  readonly expected: ExpectedOutcome;
}
