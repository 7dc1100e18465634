import type { ResendType } from './resend-request.ts';

/** The last two are final. */
export type ResendStatus = 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED';

/** What a resend named one by one. */
export interface Listed {
  readonly field: 'object_reference_ids' | 'event_ids' | 'keys';
  readonly count: number;
}

/** A resend as the list shows it. Counts are outcomes at the receivers; total is their sum. */
export interface ResendLog {
  readonly id: number;
  readonly status: ResendStatus;
  readonly resend_type: ResendType;
  readonly object_reference_id: number | null;
  /** What was named one by one: the field of the request, and how many entries it had. */
  readonly listed: Listed | null;
  readonly account_mirror_id: number;
  readonly source_account_branch_identifier: string | null;
  readonly source_account_number: string | null;
  readonly start_datetime: string | null;
  readonly end_datetime: string | null;
  readonly name: string | null;
  readonly reason: string | null;
  /** It is not started before; null when it could be started at once. */
  readonly not_before: string | null;
  /** Deliveries started in a second at most; null: as many as its endpoints take. */
  readonly max_rate_per_second: number | null;
  /** Deliveries that go first; null: all at once. */
  readonly first: number | null;
  /** The test endpoint that gets all of it; null: those of the selection. */
  readonly deliver_to: string | null;
  /** The user who asked for it; null: nobody, it was made when an endpoint had recovered. */
  readonly created_by: number | null;
  readonly created_at: string;
  readonly updated_at: string;
  /** Null until it is settled. */
  readonly finished_at: string | null;
  readonly total: number;
  readonly delivered: number;
  /** Of delivered: events that their receiver did not know before. */
  readonly delivered_new: number;
  /** Events that it had before. */
  readonly delivered_known_before: number;
  /** Events of which it did not say by webhook-duplicate. */
  readonly delivered_not_said: number;
  /** Settled without success: failed, expired, cancelled, skipped. */
  readonly failed: number;
  /** Of failed: not sent. */
  readonly skipped: number;
  /** Of failed: the resend was cancelled before they were settled. */
  readonly cancelled: number;
  readonly pending: number;
  /** Why it is FAILED. */
  readonly detail: string | null;
  /** What narrowed it, as it was asked for; no types or endpoints: all of them. */
  readonly delivery_state: 'ALL' | 'FAILED' | 'NEVER_ATTEMPTED' | 'UNDELIVERED';
  readonly include_in_hand: boolean;
  readonly latest_only: boolean;
  readonly event_types: readonly string[];
  readonly endpoint_ids: readonly string[];
  /** What its owner asked last; null once it is settled. */
  readonly control: 'RUNNING' | 'PAUSED' | 'CANCELLING' | null;
}

/** One resend with what the list does not show. */
export interface ResendDetail extends ResendLog {
  /** The resend whose failures it delivers again. */
  readonly retry_of: number | null;
  /** True when its deliveries are no longer kept; its counts stay. */
  readonly deliveries_pruned: boolean;
  /** What went first, and what came of it before the others were let go; null: all goes at once. */
  readonly sample: Sample | null;
}

/** Deliveries of a resend that are alike. */
export interface DeliveryKind {
  readonly event_type: string;
  readonly endpoint_id: string;
  /** How the last attempt failed that was known before: a status, a class or "failed"; null: none. */
  readonly last_failure: string | null;
  /** So many of the resend are of this kind. */
  readonly deliveries: number;
}

/** What went first of a resend. */
export interface Sample {
  /** PASSED: all of it was answered with 2xx. FAILED: some of it was not; the resend was paused. */
  readonly state: 'WAITING' | 'SENDING' | 'PASSED' | 'FAILED';
  /** Deliveries that were chosen. */
  readonly size: number;
  readonly sent: number;
  readonly delivered: number;
  /** Kinds of which at least one was sent. */
  readonly tried: readonly (DeliveryKind & {
    readonly sent: number;
    readonly delivered: number;
    readonly failures: readonly {
      readonly error_class: string;
      readonly http_status: number | null;
      readonly count: number;
    }[];
  })[];
  /** The others, as far as they are named. */
  readonly not_tried: readonly DeliveryKind[];
  readonly kinds_not_tried: number;
}

/** What the next delivery of a resend to an endpoint waits for. */
export type WaitReason =
  | 'paused'
  /** The time of the resend has not come. */
  | 'not_before'
  /** The endpoint fails; next_test_at says when it is tested. */
  | 'breaker'
  /** The answers to the first deliveries. */
  | 'sample'
  /** All that is pending waits for its next attempt. */
  | 'retry'
  /** An earlier event of its object. */
  | 'order'
  /** So many a second are allowed. */
  | 'pace'
  /** The URL of the endpoint has to prove itself first. */
  | 'verification'
  /** Nothing but those ahead of it. */
  | 'turn';

/** How far a resend is at one of its endpoints. */
export interface EndpointProgress {
  readonly endpoint_id: string;
  /** Null until the deliveries are counted. */
  readonly total: number | null;
  readonly delivered: number;
  /** Settled without success: failed, expired, cancelled, skipped. */
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
  readonly pending: number;
  /** Of pending. */
  readonly retrying: number;
  /** Null when nothing is pending, and while the resend is cancelled. */
  readonly waiting_for: WaitReason | null;
  /** When an endpoint that fails is tested next. */
  readonly next_test_at: string | null;
  /** When the last one is settled, at the pace of the last minute; null when nobody can say. */
  readonly estimated_end_at: string | null;
  /** When what is pending fails because it is too late. */
  readonly expires_at: string | null;
}

/** One resend with how far it is at its endpoints. */
export interface FollowedResend extends ResendDetail {
  /** At most 20, worst first. */
  readonly endpoints: readonly EndpointProgress[];
  /** Endpoints beyond these. */
  readonly other_endpoints: number;
}

/** Filters and the size of a page of the list. */
export interface ResendFilters {
  readonly status?: ResendStatus;
  readonly resend_type?: ResendType;
  /** With resend_type also bulk resends that have a delivery of it. */
  readonly object_reference_id?: number;
  readonly account_mirror_id?: number;
  /** 'me' (default): those that the user created; 'anyone': all of the user's accounts. */
  readonly created_by?: 'me' | 'anyone';
  /** Of one object, of a range, or of what an earlier resend did not deliver. */
  readonly kind?: 'one' | 'range' | 'list' | 'retry';
  /** Only resends that are not settled, and of which this was asked last. */
  readonly control?: 'RUNNING' | 'PAUSED' | 'CANCELLING';
  /** Both inclusive. */
  readonly created_from?: string;
  readonly created_to?: string;
  /** 1 to 100, default 20. */
  readonly limit?: number;
}

/** A page; next and previous are what to ask for its neighbours, or null where there is none. */
export interface Page<Row> {
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly Row[];
}
