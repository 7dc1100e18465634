import type { AttemptOutcome, DeliveryKey, DeliveryReason } from '../delivery.ts';
import type { Endpoint } from '../endpoint.ts';
import type { DueNotification, NotificationRecord } from '../notification.ts';
import type { ResendControl, ResendMode, ResendStatus } from '../resend.ts';
import type { ResendType } from '../resend-type.ts';

/** Proof of being the active dispatcher; writes with an older fence are refused. */
export interface Fence {
  readonly holder: string;
  readonly number: number;
}

/** A write came from a dispatcher that is no longer the active one. */
export class FencedOffError extends Error {
  override readonly name = 'FencedOffError';
}

/** One active dispatcher per database. */
export interface LeaseStore {
  /** The new fence, or null while another holder's lease runs. */
  acquire(holder: string, ttlMs: number, nowMs: number): Promise<Fence | null>;
  /** False when the lease is lost for good. */
  renew(fence: Fence, ttlMs: number, nowMs: number): Promise<boolean>;
  /** Lets a standby take over at once. */
  release(fence: Fence): Promise<void>;
}

/** A resend as the dispatcher works on it. */
export interface ResendWork {
  readonly id: number;
  readonly accountId: number;
  readonly resendType: ResendType;
  readonly mode: ResendMode;
  readonly status: ResendStatus;
  readonly control: ResendControl;
  readonly createdAtMs: number;
  /** W3C trace context of the request; empty when there is none. */
  readonly traceparent: string;
  /** Endpoints of the frozen set. */
  readonly endpointIds: readonly string[];
  /** Null until the set is counted. */
  readonly total: number | null;
  /** Deliveries of the set that have their rows. */
  readonly planned: number;
  /** True when every delivery of the set has its row. */
  readonly isPlanned: boolean;
}

/** A delivery with all that an attempt needs but the endpoint. */
export interface PlannedDelivery extends DeliveryKey {
  readonly endpointId: string;
  readonly eventId: string;
  readonly resendType: ResendType;
  readonly objectReferenceId: number | null;
  readonly occurredAtUs: number;
  readonly payload: Uint8Array;
  /** Recorded attempts so far. */
  readonly attempts: number;
  /** Those of them that a closing connection took (closed_before_answer): no step of a schedule. */
  readonly closedAttempts: number;
}

/** Bounds of one read: it ends at whichever comes first, but holds at least one delivery. */
export interface PageLimit {
  readonly rows: number;
  /** Payload bytes. */
  readonly bytes: number;
}

/** What becomes of a delivery. */
export type Disposition =
  | { readonly state: 'DELIVERED' }
  | { readonly state: 'FAILED'; readonly reason: DeliveryReason | null }
  | { readonly state: 'SKIPPED' | 'CANCELLED'; readonly reason: DeliveryReason }
  | { readonly state: 'RETRYING'; readonly nextAttemptAtMs: number };

/** What an attempt can make of it. */
export type AttemptDisposition = Extract<
  Disposition,
  { readonly state: 'DELIVERED' | 'FAILED' | 'RETRYING' }
>;

/** One outcome on its way into the database. */
export interface AttemptRecord extends DeliveryKey {
  readonly endpointId: string;
  /** Attempts that were recorded before: it is written only where just these stand. */
  readonly attemptsBefore: number;
  /** Made since, in their order; the last one decided. None: it was settled without an attempt. */
  readonly attempts: readonly AttemptOutcome[];
  readonly disposition: Disposition;
}

/** A delivery that waits for its retry and so holds back the later events of its object. */
export interface BlockedOrderingKey extends DeliveryKey {
  readonly endpointId: string;
  readonly objectReferenceId: number;
}

/** A resend that was taken into work. */
export interface ClaimedResend {
  /** `status` is that of before; the rest is as it is now. */
  readonly work: ResendWork;
  /** What holds back objects of the resend now. */
  readonly blocked: readonly BlockedOrderingKey[];
}

/** An endpoint as it is now. */
export interface CurrentEndpoint extends Endpoint {
  /** Raised by every change that its owner makes. */
  readonly revision: number;
}

/** How deliveries end that are not sent. */
export type UnattemptedDisposition =
  | { readonly state: 'CANCELLED'; readonly reason: 'cancelled' }
  | { readonly state: 'FAILED'; readonly reason: 'expired' };

/** A wish of an owner that is still to be followed. */
export interface ControlRequest {
  readonly id: number;
  /** RUNNING: it was resumed. */
  readonly control: ResendControl;
  /** Raised by every wish. */
  readonly revision: number;
  /** True when acknowledgeControl has noted this very control. */
  readonly isAcknowledged: boolean;
}

/** What is to be seen of an endpoint's breaker. */
export interface BreakerStatus {
  readonly endpointId: string;
  /** When the next attempt may start; null when the breaker is closed. */
  readonly retryAtMs: number | null;
}

/** Notices, as the dispatcher writes and reads them. They are created when a resend is settled. */
export interface NotificationStore {
  /** Earliest next attempt of every endpoint that a notice waits for. */
  nextNotificationByEndpoint(): Promise<
    readonly { readonly endpointId: string; readonly atMs: number }[]
  >;
  /** Notices to one endpoint that are due, longest due first. */
  dueNotifications(
    endpointId: string,
    nowMs: number,
    limit: number,
  ): Promise<readonly DueNotification[]>;
  /** Records outcomes in one durable transaction; what is settled stays as it is. */
  recordNotifications(
    fence: Fence,
    recordings: readonly NotificationRecord[],
    nowMs: number,
  ): Promise<void>;
}

/** A place in the order in which the retries of an endpoint become due. */
export interface RetryCursor {
  readonly atMs: number;
  readonly resendId: number;
  readonly position: number;
}

/** A retry that is to come at another time. */
export interface RetryReschedule extends RetryCursor {
  readonly toMs: number;
}

/** What was found in one look at the retries of an endpoint. */
export interface RetriesAheadOfClock {
  readonly moves: readonly RetryReschedule[];
  /** Where to continue; null at the end. */
  readonly next: RetryCursor | null;
}

/** A step of a plan: it is made only where just so many deliveries are planned. */
export interface PlanStep {
  readonly resendId: number;
  readonly planned: number;
  readonly limit: PageLimit;
}

/** What came of a step of a plan. */
export interface PlannedPage {
  /** Those that this very step planned. */
  readonly deliveries: readonly PlannedDelivery[];
  /** Deliveries that are planned now: more than were added where the step was made before. */
  readonly planned: number;
  /** True when the set is planned to its end. */
  readonly done: boolean;
}

/** A resend that nobody has started. */
export interface PendingResend {
  readonly id: number;
  readonly mode: ResendMode;
}

/**
 * Deliveries and progress, as the dispatcher writes and reads them. Every write is fenced, and may be
 * repeated by a caller that does not know whether it was committed: it is done once and answers what
 * stands.
 */
export interface DispatchStore extends NotificationStore {
  /**
   * Takes resends into work in one transaction; those are left out of which nothing may be done:
   * unknown, settled, paused, or being cancelled. PENDING ones are begun, and the first deliveries of
   * single objects are planned at once, as far as the limit for all of them together goes; the rest
   * is left to countStep and planPage, and so are empty sets.
   */
  claim(
    fence: Fence,
    ids: readonly number[],
    limit: PageLimit,
    nowMs: number,
  ): Promise<{
    readonly resends: readonly ClaimedResend[];
    readonly deliveries: readonly PlannedDelivery[];
  }>;
  /** Null when it does not exist. */
  loadResend(id: number): Promise<ResendWork | null>;
  /** Resends that are PROCESSING, by id after a given one. */
  processingResends(afterId: number, limit: number): Promise<readonly number[]>;
  /** Resends that wait to be started and may be, by id after a given one. */
  pendingResends(afterId: number, limit: number): Promise<readonly PendingResend[]>;
  /** PENDING → PROCESSING; no change in any other status. */
  begin(fence: Fence, id: number, nowMs: number): Promise<void>;
  /**
   * Counts the next part of the set, in steps that do not block. The cursor is null at the start
   * and again at the end.
   */
  countStep(id: number, cursor: string | null): Promise<{ count: number; cursor: string | null }>;
  /** Keeps the total. A total of zero settles the resend. */
  setTotal(fence: Fence, id: number, total: number, nowMs: number): Promise<void>;
  /**
   * Inserts the next deliveries of the set and moves the plan cursor in one transaction; nothing
   * when more or fewer are planned than the step says.
   */
  planPage(fence: Fence, step: PlanStep, nowMs: number): Promise<PlannedPage>;
  /** PENDING deliveries of one resend for one endpoint, by position after a given one. */
  loadPending(
    id: number,
    endpointId: string,
    afterPosition: number,
    limit: PageLimit,
  ): Promise<readonly PlannedDelivery[]>;
  /** PENDING deliveries of one object in (afterPosition, throughPosition], by position. */
  loadSuccessors(
    id: number,
    endpointId: string,
    objectReferenceId: number,
    afterPosition: number,
    throughPosition: number,
    limit: PageLimit,
  ): Promise<readonly PlannedDelivery[]>;
  /**
   * Since when the first RETRYING delivery of one endpoint is due, among those due since fromMs; null
   * when none is. Those of resends that are paused or cancelling are read and left out.
   */
  earliestDueAt(endpointId: string, fromMs: number, nowMs: number): Promise<number | null>;
  /**
   * RETRYING deliveries of one endpoint that are due since fromMs, longest due first; none of resends
   * that are paused or cancelling.
   */
  loadDue(
    endpointId: string,
    fromMs: number,
    nowMs: number,
    limit: PageLimit,
  ): Promise<readonly PlannedDelivery[]>;
  /** Earliest next attempt of one endpoint after a moment; null when there is none. */
  earliestDueAfter(endpointId: string, afterMs: number): Promise<number | null>;
  /** Earliest next attempt of endpoints that have one, by id behind one, at most limit. */
  nextRetryByEndpoint(
    afterEndpointId: string,
    limit: number,
  ): Promise<readonly { readonly endpointId: string; readonly atMs: number }[]>;
  /**
   * Records outcomes in one durable transaction, and settles each resend whose last delivery is
   * among them. Returns those of the resends that are settled.
   */
  record(
    fence: Fence,
    recordings: readonly AttemptRecord[],
    nowMs: number,
  ): Promise<readonly number[]>;
  /** The endpoint as it is now; null when it does not exist. */
  loadEndpoint(id: string): Promise<CurrentEndpoint | null>;
  /** Notes that an endpoint answered 410; it stays disabled until its owner changes it. */
  markEndpointGone(
    fence: Fence,
    endpointId: string,
    revision: number,
    nowMs: number,
  ): Promise<void>;
  /**
   * What owners asked of resends that are not settled: wishes that are not acknowledged, and every
   * cancellation until it is done. The oldest resends first; at most limit.
   */
  controls(limit: number): Promise<readonly ControlRequest[]>;
  /**
   * Notes that a wish is in force, and how many deliveries were in flight at that moment; nothing
   * when another wish came since.
   */
  acknowledgeControl(
    fence: Fence,
    wish: Pick<ControlRequest, 'id' | 'revision'>,
    inFlight: number,
    nowMs: number,
  ): Promise<void>;
  /** Unsettled resends that were accepted before a moment, oldest first. */
  acceptedBefore(beforeMs: number, limit: number): Promise<readonly number[]>;
  /**
   * Settles planned deliveries that are PENDING or RETRYING without an attempt, at most limit, and
   * says how many. Settles the resend with the last of them. Nothing of it may be in flight.
   */
  settleUnsent(
    fence: Fence,
    id: number,
    disposition: UnattemptedDisposition,
    limit: number,
    nowMs: number,
  ): Promise<number>;
  /**
   * Removes attempts of resends that were settled before a moment: at most limit rows in one
   * transaction. False when nothing is left to be removed now.
   */
  pruneAttempts(fence: Fence, finishedBeforeMs: number, limit: number): Promise<boolean>;
  /**
   * The same for deliveries without attempts, and for the outcomes of resends over time. Their counts stay, and so does what is
   * known of each event at each endpoint. Those that an unsettled resend depends on wait for it.
   */
  pruneDeliveries(fence: Fence, finishedBeforeMs: number, limit: number): Promise<boolean>;
  /** Removes statistics of endpoints from before a moment, at most limit rows; false at the end. */
  pruneStatistics(fence: Fence, beforeMs: number, limit: number): Promise<boolean>;
  /** Shows the breakers of endpoints as they are now. */
  saveBreakers(fence: Fence, notes: readonly BreakerStatus[]): Promise<void>;
  /**
   * Endpoints whose breakers an earlier engine showed as open, at most limit; those of the others
   * are shown as closed.
   */
  restoreBreakers(fence: Fence, limit: number): Promise<readonly string[]>;
  /** Makes waiting retries of an endpoint due at once, at most limit, and says how many. */
  expedite(fence: Fence, endpointId: string, nowMs: number, limit: number): Promise<number>;
  /**
   * Retries of an endpoint whose last attempt ended later than now were scheduled by a clock that was
   * ahead: they are to wait from now, as long as they were to wait then. Looks at limit retries
   * behind a place, null for the first ones.
   */
  retriesAheadOfClock(
    endpointId: string,
    after: RetryCursor | null,
    nowMs: number,
    limit: number,
  ): Promise<RetriesAheadOfClock>;
  /** Moves retries that still stand where they are said to. */
  rescheduleRetries(fence: Fence, moves: readonly RetryReschedule[]): Promise<void>;
}
