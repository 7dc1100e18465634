import type {
  DeliveryReason,
  DeliveryState,
  DeliveryStateFilter,
  ErrorClass,
  ResendControl,
  ResendStatus,
  ResendType,
} from '@webhooks/domain';

/** A page of a list. The links are absolute; the console uses their queries. */
export interface Page<T> {
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly T[];
}

/** A resend as the list shows it. */
export interface ResendLog {
  readonly id: number;
  readonly status: ResendStatus;
  readonly resend_type: ResendType;
  readonly object_reference_id: number | null;
  readonly account_mirror_id: number;
  readonly source_account_branch_identifier: string | null;
  readonly source_account_number: string | null;
  readonly start_datetime: string | null;
  readonly end_datetime: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly finished_at: string | null;
  readonly total: number;
  readonly delivered: number;
  readonly failed: number;
  readonly pending: number;
  readonly detail: string | null;
}

/** A resend by itself. */
export interface ResendDetail extends ResendLog {
  readonly control: ResendControl;
  readonly retry_of: number | null;
  readonly deliveries_pruned: boolean;
}

/** One event for one endpoint. */
export interface Delivery {
  readonly id: number;
  readonly event_id: string;
  readonly event_type: string;
  readonly event_occurred_at: string;
  readonly object_reference_id: number | null;
  readonly endpoint_id: string;
  readonly state: DeliveryState;
  readonly reason: DeliveryReason | null;
  readonly attempts: number;
  readonly last_http_status: number | null;
  readonly last_error_class: ErrorClass | null;
  readonly next_attempt_at: string | null;
  readonly settled_at: string | null;
}

/** One HTTP request. */
export interface Attempt {
  readonly number: number;
  readonly started_at: string;
  readonly duration_ms: number;
  readonly http_status: number | null;
  readonly error_class: ErrorClass | null;
  readonly error_message: string | null;
  readonly response_snippet: string | null;
  readonly response_snippet_text: string | null;
}

/** What is to be resent. */
export interface ResendRequest {
  readonly resend_type: ResendType;
  readonly object_reference_id?: number;
  readonly source_account_branch_identifier?: string;
  readonly source_account_number?: string;
  readonly start_datetime?: string;
  readonly end_datetime?: string;
  readonly delivery_state?: DeliveryStateFilter;
  readonly event_types?: readonly string[];
  readonly endpoint_ids?: readonly string[];
}

/** Deliveries that share something; skipped ones go to a disabled endpoint. */
export interface Count {
  readonly deliveries: number;
  readonly skipped: number;
}

export type LastOutcome = 'delivered' | 'failed' | 'never_attempted' | 'unknown';

/** What a request would resend. */
export interface Preview extends Count {
  readonly events: number;
  readonly unwanted_events: number;
  readonly by_event_type: readonly (Count & { readonly event_type: string })[];
  readonly by_endpoint: readonly (Count & { readonly endpoint_id: string })[];
  readonly by_last_outcome: readonly (Count & { readonly last_outcome: LastOutcome })[];
  readonly oldest_event_at: string | null;
  readonly newest_event_at: string | null;
}

/** What an action came to. */
export interface ActionAnswer {
  readonly resend: ResendDetail;
  readonly in_flight?: number | null;
}
