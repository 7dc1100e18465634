/** DELIVERED, FAILED and SKIPPED are final. */
export type NoticeState = 'PENDING' | 'RETRYING' | 'DELIVERED' | 'FAILED' | 'SKIPPED';

/** A settled resend for one endpoint that wants a notification: one of type_webhook resend.finished. */
export interface NoticeLog {
  readonly endpoint_id: string;
  readonly state: NoticeState;
  /** Why it was settled before its schedule was used up. */
  readonly reason: string | null;
  readonly attempts: number;
  readonly last_http_status: number | null;
  readonly last_error_class: string | null;
  /** When the resend was settled. */
  readonly created_at: string;
  readonly next_attempt_at: string | null;
  readonly settled_at: string | null;
}
