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

/** What is reported of endpoints; the `type` of the notification. */
export type HealthNotificationType =
  /** Its breaker is open for a while. */
  | 'endpoint.failing'
  /** Its breaker closed, after it was reported as failing. */
  | 'endpoint.recovered'
  /** It answered 410. */
  | 'endpoint.disabled'
  /** A client certificate that its account's endpoints are shown ends soon. */
  | 'certificate.expiring';

/** What becomes of an endpoint or a client certificate. */
export interface HealthNotification {
  readonly type: HealthNotificationType;
  readonly accountId: number;
  /** Beside the account, in the words of the v3 API. */
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

/** A notification with what an attempt needs but the endpoint. */
export type DueNotification = DueResendNotification | DueHealthNotification;

interface Due {
  readonly endpointId: string;
  /** Recorded attempts so far. */
  readonly attempts: number;
  readonly createdAtMs: number;
  /** Trace context of the resend; empty when there is none. */
  readonly traceparent: string;
}

/** Of a settled resend. */
export interface DueResendNotification extends Due, NotificationKey {
  readonly resend: FinishedResend;
  readonly healthId?: undefined;
}

/** Of an endpoint. */
export interface DueHealthNotification extends Due {
  /** Names it; the same for every attempt. */
  readonly healthId: number;
  readonly health: HealthNotification;
  readonly resendId?: undefined;
  readonly resend?: undefined;
}

/** What becomes of a notification. */
export type NotificationDisposition =
  AttemptDisposition | { readonly state: 'SKIPPED'; readonly reason: DeliveryReason };

/** One outcome on its way into the database. */
export type NotificationRecord = Recorded &
  (
    | Pick<DueResendNotification, 'endpointId' | 'resendId' | 'healthId'>
    | Pick<DueHealthNotification, 'endpointId' | 'resendId' | 'healthId'>
  );

interface Recorded {
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
