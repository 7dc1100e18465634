import type { Actor } from '../model/audit.ts';
import type { Attempt, Delivery, DeliveryState, ErrorClass } from '../model/delivery.ts';
import type { ResendProgress } from '../model/endpoint-progress.ts';
import type { DomainError } from '../model/errors.ts';
import type { IsAwaited } from '../model/is-awaited.ts';
import type { Notification } from '../model/notification.ts';
import type { ControlAction } from '../model/resend-control.ts';
import type { Resend, ResendControl, ResendKind, ResendStatus } from '../model/resend.ts';
import type { ResendOptions } from '../model/resend-options.ts';
import type { ResendType } from '../model/resend-type.ts';
import type { ResendSelection } from '../model/selection.ts';
import type { ResendStatistics } from '../model/statistics.ts';

/** An authorised request on its way to become durable. */
export interface AcceptResend {
  readonly userId: number;
  /** Resolved from the selection and checked against the user's access. */
  readonly accountId: number;
  readonly selection: ResendSelection;
  /** A notBeforeMs that is not in the future says nothing. */
  readonly options: ResendOptions;
  /** Present: retries what did not succeed in that resend, whose selection this is. */
  readonly retryOfId: number | null;
  readonly idempotency: { readonly key: string; readonly fingerprint: string } | null;
  readonly limits: ActiveLimits;
  /** How long a sender is taken to go on that said RETRYING; then it counts as FAILED. */
  readonly originalRetryForMs: number;
  readonly actor: Actor;
  readonly traceparent: string;
  readonly nowMs: number;
  /** Absent: it is. */
  readonly isAwaited?: IsAwaited;
}

/** How resends are made that nobody asked for. */
export interface AcceptRecoveries extends Pick<
  AcceptResend,
  'originalRetryForMs' | 'actor' | 'nowMs'
> {
  readonly limit: number;
}

/**
 * How many bulk resends may be unsettled when one more is accepted; null means no limit. Those whose
 * creator has lost the access to their account do not count.
 */
export interface ActiveLimits {
  readonly perUser: number | null;
  readonly perAccount: number | null;
}

/** The result of an acceptance; a refusal is data because others share its transaction. */
export type AcceptResult =
  /** No job yet: its time has not come. */
  | { readonly kind: 'accepted'; readonly resend: Resend; readonly job: OutboxJob | null }
  | { readonly kind: 'already_accepted'; readonly resend: Resend }
  | { readonly kind: 'idempotency_key_reused' }
  | { readonly kind: 'endpoint_not_found'; readonly endpointId: string }
  /** Too many active ones, a resend that cannot be retried, or a caller that waits no longer. */
  | { readonly kind: 'refused'; readonly error: DomainError };

/** What a user asks of a resend of an account that they have access to. */
export interface ControlCommand {
  readonly id: number;
  readonly userId: number;
  readonly action: ControlAction;
  readonly actor: Actor;
  readonly nowMs: number;
  /** Absent: it is. */
  readonly isAwaited?: IsAwaited;
}

/** How fast a user wants a resend to go of an account that they have access to. */
export interface RateChange extends Omit<ControlCommand, 'action'> {
  /** Null: as fast as its endpoints take it. */
  readonly maxRatePerSecond: number | null;
}

/** A resend with the latest control request for it, and how far the dispatcher has carried it out. */
export interface ControlledResend {
  readonly resend: Resend;
  /** Raised by every control request. */
  readonly revision: number;
  readonly acknowledgement: ControlAcknowledgement | null;
}

/** The dispatcher carries out a control request. */
export interface ControlAcknowledgement {
  /** The request that is in force. */
  readonly revision: number;
  /** Deliveries that were on the wire when it came into force. */
  readonly inFlight: number;
}

/** A job to be published; it stays in the outbox until its resend is started. */
export interface OutboxJob {
  readonly resendId: number;
  /** Counts publications from 1. */
  readonly run: number;
  readonly mode: 'interactive' | 'bulk';
  readonly traceparent: string;
}

/** Where the broker keeps a published message. */
export interface PublishReceipt {
  /** Tells one incarnation of the stream from the next. */
  readonly stream: string;
  readonly sequence: number;
}

/** A published job whose resend is not started yet. */
export interface UnstartedJob extends OutboxJob {
  readonly receipt: PublishReceipt;
}

export interface ResendCursor {
  readonly createdAtMs: number;
  readonly id: number;
}

export type CursorDirection = 'NEXT' | 'PREVIOUS';

/** Whose resends a list shows, always of accounts that the user has access to. */
export type CreatedBy = 'me' | 'anyone';

/** Filters of the list; null means any. Those that are given all hold. */
export interface ResendFilter {
  readonly status: ResendStatus | null;
  readonly resendType: ResendType | null;
  /**
   * Those that were asked for of this object; with a resend type, which says whose number it is, also those
   * of ranges, lists and retries that have a delivery of it.
   */
  readonly objectReferenceId: number | null;
  readonly accountId: number | null;
  readonly createdBy: CreatedBy;
  readonly kind: ResendKind | null;
  /** Only those that are not settled have one. */
  readonly control: ResendControl | null;
  /** Inclusive. */
  readonly createdFromMs: number | null;
  readonly createdToMs: number | null;
}

/** Lets everything through that the user created. */
export const ANY_RESEND: ResendFilter = {
  status: null,
  resendType: null,
  objectReferenceId: null,
  accountId: null,
  createdBy: 'me',
  kind: null,
  control: null,
  createdFromMs: null,
  createdToMs: null,
};

export interface ResendListQuery extends ResendFilter {
  readonly userId: number;
  readonly cursor: ResendCursor | null;
  /** NEXT: older than the cursor. */
  readonly direction: CursorDirection;
  readonly limit: number;
}

/**
 * Newest first, whatever the direction. A cursor is null when nothing lies that way; a page that is not
 * full may have a next one, since one call looks at so many resends and no further.
 */
export interface ResendPage {
  readonly resends: readonly Resend[];
  readonly next: ResendCursor | null;
  readonly previous: ResendCursor | null;
}

/** Filters of a list of deliveries; null means any. Those that are given all hold. */
export interface DeliveryFilter {
  readonly state: DeliveryState | null;
  readonly endpointId: string | null;
  readonly eventType: string | null;
  readonly eventId: string | null;
  /** Of the last attempt, as is the error class. */
  readonly httpStatus: number | null;
  readonly errorClass: ErrorClass | null;
}

/** Lets every delivery through. */
export const ANY_DELIVERY: DeliveryFilter = {
  state: null,
  endpointId: null,
  eventType: null,
  eventId: null,
  httpStatus: null,
  errorClass: null,
};

export interface DeliveryListQuery extends DeliveryFilter {
  readonly resendId: number;
  readonly cursorPosition: number | null;
  /** NEXT: higher positions. */
  readonly direction: CursorDirection;
  readonly limit: number;
}

/**
 * By position, whatever the direction. A cursor is null when nothing lies that way; a page that is not
 * full may have a next one, since one call looks at so many deliveries and no further.
 */
export interface DeliveryPage {
  readonly deliveries: readonly Delivery[];
  readonly next: number | null;
  readonly previous: number | null;
}

/** Resends and their outbox, as the service writes and reads them. */
export interface ResendStore {
  /**
   * Makes requests durable in one transaction, each with its frozen predicate and, if it may be
   * started at once, its outbox job, or says why not. Idempotency keys count for 24 hours.
   */
  accept(requests: readonly AcceptResend[]): Promise<readonly AcceptResult[]>;
  /**
   * Keeps a user's control request durably, by controlAfter. Throws resend_not_found, for resends of accounts
   * without access too, resend_settled and resend_cancelling, and notAwaited.
   */
  control(command: ControlCommand): Promise<ControlledResend>;
  /** Throws resend_not_found, for resends of accounts without access too, resend_settled and notAwaited. */
  changeRate(change: RateChange): Promise<Resend>;
  /** Where control requests stand now; null for a resend that does not exist. */
  controlState(id: number): Promise<ControlledResend | null>;
  /** Null when it does not exist or the user has no access to its account, whoever created it. */
  get(id: number, userId: number): Promise<Resend | null>;
  /** Those that exist, whoever created them. */
  getMany(ids: readonly number[]): Promise<readonly Resend[]>;
  /** How far those that exist are at their endpoints, whoever created them. */
  progress(
    ids: readonly number[],
    expiresAfterMs: number,
    nowMs: number,
  ): Promise<readonly ResendProgress[]>;
  list(query: ResendListQuery): Promise<ResendPage>;
  /** What became of a resend so far; null where get is. */
  statistics(id: number, userId: number): Promise<ResendStatistics | null>;
  /** Who was notified that a resend is settled, by endpoint; empty before it is. */
  listNotifications(resendId: number): Promise<readonly Notification[]>;
  listDeliveries(query: DeliveryListQuery): Promise<DeliveryPage>;
  /** Null when the delivery does not exist. */
  listAttempts(resendId: number, position: number): Promise<readonly Attempt[] | null>;

  /**
   * Makes the jobs of accepted resends whose time has come, longest due first, and says for how many
   * resends that was done (at most limit).
   */
  queueDueJobs(nowMs: number, limit: number): Promise<number>;
  /**
   * Makes durable, for outages that are over, resends of what their endpoints missed and nobody has in
   * hand, with their jobs; each outage goes with the transaction that does it. Says how many outages
   * that were, at most `limit`. Endpoints that are disabled, or no longer want it, get nothing, and
   * neither does a range without events.
   */
  acceptRecoveries(recovery: AcceptRecoveries): Promise<number>;
  /** Jobs that were never published, oldest first. */
  unpublishedJobs(limit: number): Promise<readonly OutboxJob[]>;
  markPublished(
    jobs: readonly { readonly resendId: number; readonly receipt: PublishReceipt }[],
    nowMs: number,
  ): Promise<void>;
  /** Drops the outbox rows of resends that are started; says how many (at most limit). */
  dropStartedJobs(limit: number): Promise<number>;
  /**
   * Jobs published before a moment whose resend is still PENDING and not paused, by resend id after a
   * given one. One that was published later than now is as old as any: the clock was set back.
   */
  unstartedJobs(
    publishedBeforeMs: number,
    nowMs: number,
    afterResendId: number,
    limit: number,
  ): Promise<readonly UnstartedJob[]>;
  /** Puts jobs back among the unpublished with their next run number. */
  requeueJobs(resendIds: readonly number[]): Promise<void>;
}
