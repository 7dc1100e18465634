import type { ListSummary, Resend } from '@webhooks/domain';
import { formatMicros, formatMillis } from '@webhooks/validation';

/** A resend log as the v3 contract shows it. */
export interface ResendItem {
  readonly id: number;
  readonly status: string;
  readonly resend_type: string;
  readonly object_reference_id: number | null;
  readonly account_mirror_id: number;
  readonly source_account_branch_identifier: string | null;
  readonly source_account_number: string | null;
  readonly start_datetime: string | null;
  readonly end_datetime: string | null;
  readonly name: string | null;
  readonly reason: string | null;
  readonly not_before: string | null;
  readonly max_rate_per_second: number | null;
  readonly first: number | null;
  readonly deliver_to: string | null;
  /** Null: nobody, it was made when an endpoint had recovered. */
  readonly created_by: number | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly finished_at: string | null;
  readonly total: number;
  readonly delivered: number;
  /** Of delivered, by the receivers' webhook-duplicate. */
  readonly delivered_new: number;
  readonly delivered_known_before: number;
  readonly delivered_not_said: number;
  readonly failed: number;
  /** Of failed. */
  readonly skipped: number;
  readonly cancelled: number;
  readonly pending: number;
  readonly detail: string | null;
  /** What was named one by one: the field of the request, and how many entries it had. */
  readonly listed: ListSummary | null;
  /** What narrowed it, as it was asked for; no types or endpoints: all of them. */
  readonly delivery_state: string;
  readonly include_in_hand: boolean;
  readonly latest_only: boolean;
  readonly event_types: readonly string[];
  readonly endpoint_ids: readonly string[];
  /** RUNNING, PAUSED or CANCELLING: what the owner asked last; null once it is settled. */
  readonly control: string | null;
}

/** Writes a resend in the order of fields that the contract gives. */
export function toResendItem(resend: Resend): ResendItem {
  const { selection, options, finishedAtMs } = resend;
  const { account, range } = selection;
  return {
    id: resend.id,
    status: resend.status,
    resend_type: selection.resendType,
    object_reference_id: selection.objectReferenceId,
    account_mirror_id: resend.accountId,
    source_account_branch_identifier: account && account.branchIdentifier,
    source_account_number: account && account.number,
    start_datetime: range && formatMicros(range.startUs),
    end_datetime: range && formatMicros(range.endUs),
    name: options.name,
    reason: options.reason,
    not_before: options.notBeforeMs === null ? null : formatMillis(options.notBeforeMs),
    max_rate_per_second: options.maxRatePerSecond,
    first: options.first,
    deliver_to: options.deliverTo,
    created_by: resend.userId,
    created_at: formatMillis(resend.createdAtMs),
    updated_at: formatMillis(resend.updatedAtMs),
    finished_at: finishedAtMs === null ? null : formatMillis(finishedAtMs),
    total: resend.total,
    delivered: resend.delivered,
    delivered_new: resend.receipts.fresh,
    delivered_known_before: resend.receipts.knownBefore,
    delivered_not_said: resend.receipts.notSaid,
    failed: resend.failed,
    skipped: resend.skipped,
    cancelled: resend.cancelled,
    pending: resend.pending,
    detail: resend.detail,
    listed: resend.listed,
    delivery_state: selection.deliveryState,
    include_in_hand: selection.includeInHand,
    latest_only: selection.latestOnly,
    event_types: selection.eventTypes,
    endpoint_ids: selection.endpointIds,
    control: finishedAtMs === null ? resend.control : null,
  };
}
