import type { AttemptOutcome, DeliveryReason, ErrorClass } from './delivery.ts';
import type { AttemptDisposition } from './disposition.ts';
import type { EndpointDisabledReason } from './endpoint.ts';
import type { Resend, ResendStatus } from './resend.ts';

/** Final: DELIVERED, FAILED, SKIPPED. */
export type NotificationState = 'PENDING' | 'RETRYING' | 'DELIVERED' | 'FAILED' | 'SKIPPED';

/** One settled resend for one endpoint that wants a notification. */
export interface NotificationKey {
  readonly resendId: number;
  readonly endpointId: string;
}

/** A notification as the owner of the resend sees it. */
export interface Notification extends NotificationKey {
  readonly state: NotificationState;
  readonly reason: DeliveryReason | null;
  readonly attempts: number;
  readonly lastHttpStatus: number | null;
  readonly lastErrorClass: ErrorClass | null;
  readonly createdAtMs: number;
  /** Null once it is settled. */
  readonly nextAttemptAtMs: number | null;
  readonly settledAtMs: number | null;
}

/** What a notification tells of its resend; nothing of it changes any more. */
export interface FinishedResend extends Pick<
  Resend,
  | 'id'
  | 'accountId'
  | 'detail'
  | 'createdAtMs'
  | 'retryOfId'
  | 'total'
  | 'delivered'
  | 'failed'
  | 'receipts'
> {
  readonly status: ResendStatus;
  readonly resendType: Resend['selection']['resendType'];
  readonly objectReferenceId: number | null;
  readonly finishedAtMs: number;
  /** How many of the failed ones were skipped or cancelled. */
  readonly skipped: number;
  readonly cancelled: number;
}

/** A notification with what an attempt needs but the endpoint. */
export interface DueNotification extends NotificationKey {
  /** Recorded attempts so far. */
  readonly attempts: number;
  readonly createdAtMs: number;
  /** Trace context of the resend; empty when there is none. */
  readonly traceparent: string;
  readonly resend: FinishedResend;
}

/** What becomes of a notification. */
export type NotificationDisposition =
  AttemptDisposition | { readonly state: 'SKIPPED'; readonly reason: DeliveryReason };

/** One outcome on its way into the database. */
export interface NotificationRecord extends NotificationKey {
  /** Attempts that were recorded before: it is written only where just these stand. */
  readonly attemptsBefore: number;
  /** Made since, in their order; the last one decided. None: it was settled without an attempt. */
  readonly attempts: readonly AttemptOutcome[];
  readonly disposition: NotificationDisposition;
}

/** Why nothing is sent to an endpoint: it does not exist, or it is disabled. */
export function reasonToSkip(
  endpoint: { readonly disabledReason: EndpointDisabledReason | null } | null,
): DeliveryReason | null {
  if (endpoint === null) return 'endpoint_deleted';
  switch (endpoint.disabledReason) {
    case null:
      return null;
    case 'gone':
      return 'endpoint_gone';
    case 'by_owner':
      return 'endpoint_disabled';
  }
}
