import type { ResendOptions } from './resend-options.ts';
import type { ResendSelection } from './selection.ts';

/** Who asked for something, and from where. Holds neither tokens nor secrets. */
export interface Actor {
  /** The user that asked or that a service acted for; null when a service acted for itself. */
  readonly userId: number | null;
  /** The internal service that asked; null when a user did. */
  readonly service: string | null;
  /** The jti of the token; null when it has none. */
  readonly tokenId: string | null;
  /** The other end of the connection. */
  readonly peerAddress: string;
  /** The caller's address as the peer named it; null when it named none or may not name one. */
  readonly forwardedFor: string | null;
  readonly requestId: string;
}

/** What was done. Refused requests and repetitions that change nothing are not recorded. */
export type AuditAction =
  | 'RESEND_CREATED'
  | 'FAILED_DELIVERIES_RETRIED'
  | 'RESEND_CANCELLED'
  | 'RESEND_PAUSED'
  | 'RESEND_RESUMED'
  | 'RESEND_CHANGED'
  | 'ENDPOINT_CREATED'
  | 'ENDPOINT_CHANGED'
  | 'ENDPOINT_SECRET_ROTATED'
  | 'ENDPOINT_REMOVED'
  | 'ENDPOINT_TESTED'
  | 'CLIENT_IDENTITY_CHANGED'
  | 'CLIENT_IDENTITY_REMOVED'
  | 'PORTAL_LINK_CREATED'
  | 'PORTAL_LINK_OPENED';

/** What an accepted resend covers, for good. */
export interface AuditedPredicate {
  readonly selection: ResendSelection;
  /** Sequence number of the newest event that belongs to the set. */
  readonly asOfSeq: number;
}

/** A field of an endpoint, a client identity or a resend that was changed. */
export interface FieldChange {
  readonly field: string;
  /** Null when it was not set, and for tokens and secrets, whose values are not kept. */
  readonly before: string | null;
  readonly after: string | null;
}

/** One audited action, as it was when it was done. */
export interface AuditRecord extends Actor {
  /** Ascending in the order of the actions. */
  readonly id: number;
  readonly atMs: number;
  readonly action: AuditAction;
  /** 0 where it concerns every account. */
  readonly accountId: number;
  readonly resendId: number | null;
  readonly endpointId: string | null;
  /** Present when a resend was created. */
  readonly predicate: AuditedPredicate | null;
  /** As they were asked for when a resend was created; null when nothing was said. */
  readonly options: ResendOptions | null;
  /** The settled resend whose failures were retried. */
  readonly retryOfId: number | null;
  /** Empty unless an endpoint, an identity or a resend was changed. */
  readonly changes: readonly FieldChange[];
}

/** An audited action with its place in the hash chain. */
export interface ChainedAuditRecord {
  readonly id: number;
  /** What is stored of it, as JSON in the form of RFC 8785. */
  readonly record: string;
  /** hash of the record before it; 64 zeros when there is none. */
  readonly previousHash: string;
  /** SHA-256, in hexadecimal digits, of the hash before it, a line feed and the record. */
  readonly hash: string;
}

/** The last link of the hash chain. */
export interface AuditChainHead {
  readonly recordId: number;
  readonly hash: string;
}
