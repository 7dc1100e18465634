import type { AttemptLog, DeliveryLog, EventKeyName, ResendDetail } from '@webhooks/client';
import type { DeliveryReason, DeliveryStateFilter, ErrorClass, ResendType } from '@webhooks/domain';

export type {
  FollowedResend,
  LastOutcome,
  Page,
  PreviewCount as Count,
  ResendDetail,
  ResendLog,
  ResendPreview as Preview,
  UnfinishedPreview,
} from '@webhooks/client';

/** One event for one endpoint. The console has words for every reason and class. */
export interface Delivery extends DeliveryLog {
  readonly reason: DeliveryReason | null;
  readonly last_error_class: ErrorClass | null;
}

/** One HTTP request. */
export interface Attempt extends AttemptLog {
  readonly error_class: ErrorClass | null;
}

/** What is to be resent, as the form puts it together. */
export interface ResendRequest {
  readonly resend_type: ResendType;
  readonly object_reference_id?: number;
  readonly object_reference_ids?: readonly number[];
  readonly event_ids?: readonly string[];
  readonly keys?: readonly Readonly<Partial<Record<EventKeyName, string>>>[];
  readonly source_account_branch_identifier?: string;
  readonly source_account_number?: string;
  readonly start_datetime?: string;
  readonly end_datetime?: string;
  readonly delivery_state?: DeliveryStateFilter;
  readonly include_in_hand?: boolean;
  readonly latest_only?: boolean;
  readonly event_types?: readonly string[];
  readonly endpoint_ids?: readonly string[];
  readonly name?: string;
  readonly reason?: string;
  readonly not_before?: string;
  readonly max_rate_per_second?: number;
  readonly first?: number;
  readonly deliver_to?: string;
}

/** The result of an action. */
export interface ActionAnswer {
  readonly resend: ResendDetail;
  readonly in_flight?: number | null;
}
