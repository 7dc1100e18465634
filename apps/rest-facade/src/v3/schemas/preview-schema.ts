import type { DeliveryCount } from '@webhooks/domain';

import type { PreviewBody } from '../preview-body.ts';
import {
  arrayOf,
  count,
  type JsonSchema,
  objectOf,
  oneOf,
  orNull,
  text,
  time,
} from './json-schema.ts';

type LastOutcome = 'delivered' | 'failed' | 'never_attempted' | 'unknown';

const counts = {
  deliveries: count('Of the deliveries.'),
  skipped: count('Of these, what a disabled endpoint would miss.'),
} satisfies Record<keyof DeliveryCount, JsonSchema>;

/** What a resend would cover. */
export const previewSchema = objectOf<PreviewBody>('What the same body would resend.', {
  events: count('Recorded events that match.'),
  deliveries: count('The `total` that the resend would have.'),
  skipped: count('Of the deliveries, those whose endpoint is disabled.'),
  unwanted_events: count('Events that no endpoint wants.'),
  by_event_type: arrayOf(
    objectOf('Deliveries of one event type.', { event_type: text('The type.'), ...counts }),
    'By event type.',
  ),
  by_endpoint: arrayOf(
    objectOf('Deliveries to one endpoint.', { endpoint_id: text('The endpoint.'), ...counts }),
    'By endpoint.',
  ),
  by_last_outcome: arrayOf(
    objectOf('Deliveries by what is known of them.', {
      last_outcome: oneOf<LastOutcome>(
        { delivered: true, failed: true, never_attempted: true, unknown: true },
        'The latest known outcome of the event at the endpoint.',
      ),
      ...counts,
    }),
    'By latest known outcome: always all four.',
  ),
  oldest_event_at: orNull(time('The first of the events; null when there is none.')),
  newest_event_at: orNull(time('The last of the events.')),
});
