import type {
  Attempt,
  DeliveryListQuery,
  DeliveryPage,
  FollowedResend,
  Notification,
  Resend,
  ResendListQuery,
  ResendPage,
  ResendPreview,
  ResendStatistics,
  UnfinishedPreview,
} from '@webhooks/domain';
import type { RequestedResend, ResendChange } from '@webhooks/validation';

/** On whose behalf the service is called, and under which name that is found in the logs. */
export interface Caller {
  /** The Authorization header as it came: the service verifies it again. */
  readonly authorization: string;
  readonly requestId: string;
  /** W3C trace context of the request; empty when there is none. */
  readonly traceparent: string;
  /** Where the request came from, for the audit record. */
  readonly address: string;
}

/** Filters of the list; the service knows the user from the token. */
export type ResendListFilters = Omit<ResendListQuery, 'userId'>;

/** Filters of the list of one resend's deliveries. */
export type DeliveryListFilters = Omit<DeliveryListQuery, 'resendId'>;

/** A preview, or how far counting it came. */
export type CountedPreview =
  | {
      readonly kind: 'previewed';
      readonly preview: ResendPreview;
      /** How long it takes at least at the rate that was asked for; null without one. */
      readonly durationS: number | null;
    }
  | UnfinishedPreview;

/**
 * resend-service, as far as the facade needs it. Its refusals are DomainErrors; when it cannot be
 * reached or does not answer in time, that is service_unavailable, or outcome_unknown where a change
 * was asked for that may have taken effect.
 */
export interface ServiceClient {
  /** Answers the id of the accepted resend, which is durable then. */
  createResend(
    request: RequestedResend,
    idempotencyKey: string | null,
    caller: Caller,
  ): Promise<number>;
  previewResend(request: RequestedResend, caller: Caller): Promise<CountedPreview>;
  getResend(id: number, caller: Caller): Promise<FollowedResend>;
  listResends(filters: ResendListFilters, caller: Caller): Promise<ResendPage>;
  listNotices(id: number, caller: Caller): Promise<readonly Notification[]>;
  resendStatistics(id: number, caller: Caller): Promise<ResendStatistics>;
  listDeliveries(
    resendId: number,
    filters: DeliveryListFilters,
    caller: Caller,
  ): Promise<DeliveryPage>;
  /** inFlight: what was on the wire; null when that could not be said in time. */
  cancelResend(
    id: number,
    caller: Caller,
  ): Promise<{ readonly resend: Resend; readonly inFlight: number | null }>;
  pauseResend(id: number, caller: Caller): Promise<Resend>;
  resumeResend(id: number, caller: Caller): Promise<Resend>;
  updateResend(id: number, change: ResendChange, caller: Caller): Promise<Resend>;
  /** Answers the new resend, which is durable then. */
  retryFailedDeliveries(id: number, idempotencyKey: string | null, caller: Caller): Promise<Resend>;
  /** First to last. */
  listAttempts(resendId: number, position: number, caller: Caller): Promise<readonly Attempt[]>;
  /**
   * The resend as it is and as it changes, at most every 250 ms, to the settled state. Ends early
   * when the signal aborts, and throws service_unavailable when the service is lost.
   */
  watchResend(id: number, caller: Caller, signal: AbortSignal): AsyncIterable<FollowedResend, void>;
}
