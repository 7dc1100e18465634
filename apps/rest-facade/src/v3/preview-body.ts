import type { DeliveryCount, KeyedCount, ResendPreview } from '@webhooks/domain';
import { formatMicros } from '@webhooks/validation';

/** What a resend would cover, as v3 callers see it. */
export interface PreviewBody {
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
  readonly oldest_event_at: string | null;
  readonly newest_event_at: string | null;
}

/** Writes a preview. */
export function toPreviewBody(preview: ResendPreview): PreviewBody {
  const { oldestEventAtUs, newestEventAtUs } = preview;
  return {
    events: preview.events,
    deliveries: preview.deliveries,
    skipped: preview.skipped,
    unwanted_events: preview.unwantedEvents,
    by_event_type: preview.byEventType.map(({ key, ...count }) => ({ event_type: key, ...count })),
    by_endpoint: preview.byEndpoint.map(({ key, ...count }) => ({ endpoint_id: key, ...count })),
    by_last_outcome: outcomesOf(preview).map(({ key, ...count }) => ({
      last_outcome: key,
      ...count,
    })),
    oldest_event_at: oldestEventAtUs === null ? null : formatMicros(oldestEventAtUs),
    newest_event_at: newestEventAtUs === null ? null : formatMicros(newestEventAtUs),
  };
}

/** Always all of them, in this order. */
function outcomesOf({ byLastOutcome }: ResendPreview): KeyedCount[] {
  return [
    { key: 'delivered', ...byLastOutcome.DELIVERED },
    { key: 'failed', ...byLastOutcome.FAILED },
    { key: 'never_attempted', ...byLastOutcome.NEVER_ATTEMPTED },
    { key: 'unknown', ...byLastOutcome.UNKNOWN },
  ];
}
