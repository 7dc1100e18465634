/** DELIVERED, FAILED, CANCELLED and SKIPPED are final. */
export type DeliveryState =
  'PENDING' | 'DELIVERED' | 'FAILED' | 'RETRYING' | 'CANCELLED' | 'SKIPPED';

/** One event for one endpoint within a resend. */
export interface DeliveryLog {
  /** Position within the resend, from 1. */
  readonly id: number;
  readonly event_id: string;
  readonly event_type: string;
  readonly event_occurred_at: string;
  readonly object_reference_id: number | null;
  readonly endpoint_id: string;
  readonly state: DeliveryState;
  /** Why it was settled before its retries were used up. */
  readonly reason: string | null;
  readonly attempts: number;
  readonly last_http_status: number | null;
  readonly last_error_class: string | null;
  /** True: the receiver had it before. Null when it did not say. */
  readonly duplicate: boolean | null;
  readonly next_attempt_at: string | null;
  readonly settled_at: string | null;
}

/** Filters and size of a page of deliveries. Those that are given all hold. */
export interface DeliveryFilters {
  readonly state?: DeliveryState;
  readonly endpoint_id?: string;
  readonly event_type?: string;
  readonly event_id?: string;
  /** Of the last attempt, as is the error class. */
  readonly http_status?: number;
  readonly error_class?: string;
  /** 1 to 100, default 20. */
  readonly limit?: number;
}

/** One HTTP request of a delivery. */
export interface AttemptLog {
  /** From 1. */
  readonly number: number;
  readonly started_at: string;
  readonly duration_ms: number;
  /** Null when no response came. */
  readonly http_status: number | null;
  /** Null after a success. */
  readonly error_class: string | null;
  readonly error_message: string | null;
  /** The beginning of the response body in base64. */
  readonly response_snippet: string | null;
  /** The same as text; null where it is none. */
  readonly response_snippet_text: string | null;
}
