import type {
  DeliveryStateFilter,
  ListField,
  ListSummary,
  ReceiptCounts,
  Resend,
  ResendControl,
  ResendCounts,
  ResendOptions,
  ResendSelection,
  ResendStatus,
  ResendType,
} from '@webhooks/domain';

import { toSampleFigures, type SampleRow } from './sample-figures.ts';

/** What is kept beside the row of a settled resend, less from one to the next. */
export type RetentionStage = 'ALL' | 'DELIVERIES' | 'PRUNING' | 'COUNTS';

/** No user has this id, so none has access by it, and nobody's limits count it. */
export const BY_NOBODY = 0;

/** A resend as it lies in the database. */
export interface ResendRow extends SampleRow {
  readonly id: number;
  /** BY_NOBODY where the service made it by itself. */
  readonly user_id: number;
  readonly account_id: number;
  readonly resend_type: ResendType;
  readonly object_reference_id: number | null;
  readonly branch_identifier: string | null;
  readonly number: string | null;
  readonly start_us: number | null;
  readonly end_us: number | null;
  /** The field that named what is meant one by one; null when none did. */
  readonly list_field: ListField | null;
  readonly list_count: number;
  readonly as_of_key: number;
  readonly delivery_state: DeliveryStateFilter;
  readonly include_in_hand: 0 | 1;
  readonly latest_only: 0 | 1;
  readonly event_types: string;
  readonly endpoint_ids: string;
  readonly as_of_seq: number;
  readonly as_of_recording: number;
  readonly as_of_change: number;
  readonly as_of_outcome: number;
  readonly retrying_since_us: number;
  readonly control: ResendControl;
  readonly control_revision: number;
  readonly created_at_ms: number;
  readonly name: string | null;
  readonly reason: string | null;
  readonly not_before_ms: number | null;
  /** 1: its job is not made yet, since its time has not come. */
  readonly awaits_time: 0 | 1;
  readonly max_rate_per_second: number | null;
  readonly deliver_to: string | null;
  readonly sample_detail: string | null;
  /** When it could be started first. */
  readonly runs_from_ms: number;
  readonly traceparent: string;
  readonly status: ResendStatus;
  /** Null until the set is counted. */
  readonly total: number | null;
  readonly delivered: number;
  readonly failed: number;
  /** Of the delivered ones: new to their receivers, and known before. */
  readonly delivered_new: number;
  readonly delivered_known: number;
  readonly skipped: number;
  readonly cancelled: number;
  /** Of those that are not settled: they wait for a retry. */
  readonly retrying: number;
  readonly planned: number;
  readonly plan_cursor: string | null;
  readonly plan_done: 0 | 1;
  readonly detail: string | null;
  readonly acknowledged_revision: number | null;
  readonly acknowledged_in_flight: number | null;
  readonly updated_at_ms: number;
  readonly finished_at_ms: number | null;
  readonly retry_of_id: number | null;
  /** The column of the retention stage: renaming it would rebuild its index. */
  readonly kept: RetentionStage;
}

/** A row as its owner sees it. */
export function toResend(row: ResendRow): Resend {
  return {
    id: row.id,
    userId: row.user_id === BY_NOBODY ? null : row.user_id,
    accountId: row.account_id,
    selection: toSelection(row),
    options: toOptions(row),
    listed: toListSummary(row),
    status: row.status,
    control: row.control,
    skipped: row.skipped,
    cancelled: row.cancelled,
    receipts: toReceipts(row),
    sample: toSampleFigures(row),
    detail: toDetail(row),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    finishedAtMs: row.finished_at_ms,
    retryOfId: row.retry_of_id,
    deliveriesPruned: areDeliveriesPruned(row),
    ...toCounts(row),
  };
}

/** A row of a list, which does not say what a sample came to. */
export function toListedResend(row: ResendRow): Resend {
  return { ...toResend(row), sample: null };
}

/** Why it failed, or why it waits for its owner. */
function toDetail(row: ResendRow): string | null {
  const isHeld = row.sample_state === 'FAILED' && row.control === 'PAUSED';
  return row.detail ?? (isHeld ? row.sample_detail : null);
}

function toOptions(row: ResendRow): ResendOptions {
  const { name, reason, not_before_ms: notBeforeMs, max_rate_per_second: maxRatePerSecond } = row;
  const { sample_first: first, deliver_to: deliverTo } = row;
  return { name, reason, notBeforeMs, maxRatePerSecond, first, deliverTo };
}

function toSelection(row: ResendRow): ResendSelection {
  const { branch_identifier: branchIdentifier, number, start_us: startUs, end_us: endUs } = row;
  return {
    resendType: row.resend_type,
    objectReferenceId: row.object_reference_id,
    list: null,
    account: branchIdentifier === null || number === null ? null : { branchIdentifier, number },
    range: startUs === null || endUs === null ? null : { startUs, endUs },
    deliveryState: row.delivery_state,
    includeInHand: row.include_in_hand === 1,
    latestOnly: row.latest_only === 1,
    eventTypes: JSON.parse(row.event_types) as string[],
    endpointIds: JSON.parse(row.endpoint_ids) as string[],
  };
}

/** What was named one by one; null when nothing was. */
export function toListSummary({
  list_field: field,
  list_count: count,
}: Pick<ResendRow, 'list_field' | 'list_count'>): ListSummary | null {
  return field === null ? null : { field, count };
}

/** True when some of its deliveries may be gone. */
export function areDeliveriesPruned({ kept }: Pick<ResendRow, 'kept'>): boolean {
  return kept === 'PRUNING' || kept === 'COUNTS';
}

/** Until the set is counted, what is planned so far stands for it. */
function toCounts({ total, planned, delivered, failed }: ResendRow): ResendCounts {
  const known = total ?? planned;
  return { total: known, delivered, failed, pending: known - delivered - failed };
}

/** What was not said is the rest, that of rows from before anybody was asked included. */
export function toReceipts({
  delivered,
  delivered_new: fresh,
  delivered_known: knownBefore,
}: Pick<ResendRow, 'delivered' | 'delivered_new' | 'delivered_known'>): ReceiptCounts {
  return { fresh, knownBefore, notSaid: delivered - fresh - knownBefore };
}
