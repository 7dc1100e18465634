import type {
  DeliveryCount,
  KeyedCount,
  ResendPreview,
  UndeliveredCounts,
  WaitingDeliveries,
} from '@webhooks/domain';
import { formatMicros, formatMillis } from '@webhooks/validation';

/** What a resend would cover, as v3 callers see it. */
export interface PreviewBody {
  /** Everything is counted. */
  readonly exact: true;
  readonly counted_so_far: number;
  readonly events: number;
  /** The total that the resend would have. */
  readonly deliveries: number;
  /** Of the deliveries, those that would be skipped because their endpoint is disabled. */
  readonly skipped: number;
  /** Events that match although no endpoint wants them; the resend would fail. */
  readonly unwanted_events: number;
  readonly by_event_type: readonly ({ readonly event_type: string } & DeliveryCount)[];
  readonly by_endpoint: readonly ({ readonly endpoint_id: string } & DeliveryCount)[];
  readonly by_last_outcome: readonly ({ readonly last_outcome: string } & DeliveryCount)[];
  /** Null unless `delivery_state` is UNDELIVERED. */
  readonly undelivered: UndeliveredBody | null;
  /** Null unless `latest_only`: objects of which a newer event is not selected. */
  readonly newer_outside: number | null;
  readonly oldest_event_at: string | null;
  readonly newest_event_at: string | null;
  /** Null without `max_rate_per_second`. */
  readonly duration_seconds: number | null;
  /** Of the deliveries that would not be skipped, those that cannot arrive now. */
  readonly waiting: number;
  /** Where they would wait, most first. */
  readonly waiting_endpoints: readonly WaitingBody[];
}

/** Deliveries that would wait for their endpoint. */
export interface WaitingBody {
  readonly endpoint_id: string;
  readonly deliveries: number;
  readonly waiting_for: string;
  readonly next_test_at: string | null;
}

/** What UNDELIVERED looks at beside the latest outcome. */
export interface UndeliveredBody {
  /** Left out: a 2xx is known. */
  readonly already_delivered: number;
  /** Left out unless `include_in_hand`: held by resends that are not finished. */
  readonly held_by_resend: number;
  /** The same: retried by the sender of the original. */
  readonly retried_by_sender: number;
}

/** A preview that is still counted, as v3 callers see it: it has no totals yet. */
export type UnfinishedPreviewBody = {
  readonly [Field in Exclude<keyof PreviewBody, 'exact' | 'counted_so_far'>]: null;
} & { readonly exact: false; readonly counted_so_far: number };

/** Writes how far counting came. */
export function toUnfinishedPreviewBody(countedSoFar: number): UnfinishedPreviewBody {
  return {
    exact: false,
    counted_so_far: countedSoFar,
    events: null,
    deliveries: null,
    skipped: null,
    unwanted_events: null,
    by_event_type: null,
    by_endpoint: null,
    by_last_outcome: null,
    undelivered: null,
    newer_outside: null,
    oldest_event_at: null,
    newest_event_at: null,
    duration_seconds: null,
    waiting: null,
    waiting_endpoints: null,
  };
}

/** Writes a preview. */
export function toPreviewBody(preview: ResendPreview, durationS: number | null): PreviewBody {
  const { oldestEventAtUs, newestEventAtUs } = preview;
  return {
    exact: true,
    counted_so_far: preview.deliveries,
    events: preview.events,
    deliveries: preview.deliveries,
    skipped: preview.skipped,
    unwanted_events: preview.unmatchedEvents,
    by_event_type: preview.byEventType.map(({ key, ...count }) => ({ event_type: key, ...count })),
    by_endpoint: preview.byEndpoint.map(({ key, ...count }) => ({ endpoint_id: key, ...count })),
    by_last_outcome: outcomesOf(preview).map(({ key, ...count }) => ({
      last_outcome: key,
      ...count,
    })),
    undelivered: preview.undelivered && toUndeliveredBody(preview.undelivered),
    newer_outside: preview.newerOutside,
    oldest_event_at: oldestEventAtUs === null ? null : formatMicros(oldestEventAtUs),
    newest_event_at: newestEventAtUs === null ? null : formatMicros(newestEventAtUs),
    duration_seconds: durationS,
    waiting: preview.waiting,
    waiting_endpoints: preview.waitingAt.map(toWaitingBody),
  };
}

function toWaitingBody(waiting: WaitingDeliveries): WaitingBody {
  const { endpointId, deliveries, waitingFor, nextTestAtMs } = waiting;
  return {
    endpoint_id: endpointId,
    deliveries,
    waiting_for: waitingFor,
    next_test_at: nextTestAtMs === null ? null : formatMillis(nextTestAtMs),
  };
}

function toUndeliveredBody(counts: UndeliveredCounts): UndeliveredBody {
  return {
    already_delivered: counts.alreadyDelivered,
    held_by_resend: counts.heldByResend,
    retried_by_sender: counts.retriedBySender,
  };
}

/** Always all of them, in this order. */
function outcomesOf({ byLastOutcome }: ResendPreview): KeyedCount[] {
  return [
    { key: 'delivered', ...byLastOutcome.DELIVERED },
    { key: 'failed', ...byLastOutcome.FAILED },
    { key: 'retrying', ...byLastOutcome.RETRYING },
    { key: 'never_attempted', ...byLastOutcome.NEVER_ATTEMPTED },
    { key: 'unknown', ...byLastOutcome.UNKNOWN },
  ];
}
