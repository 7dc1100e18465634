import type { DeliveryCount } from '@webhooks/domain';

import type {
  PreviewBody,
  UndeliveredBody,
  UnfinishedPreviewBody,
  WaitingBody,
} from '../preview-body.ts';
import {
  arrayOf,
  count,
  flag,
  type JsonSchema,
  objectOf,
  oneOf,
  orNull,
  ref,
  text,
  time,
} from './json-schema.ts';

type LastOutcome = 'delivered' | 'failed' | 'retrying' | 'never_attempted' | 'unknown';

const counts = {
  deliveries: count('Of the deliveries.'),
  skipped: count('Of these, what a disabled endpoint would miss.'),
} satisfies Record<keyof DeliveryCount, JsonSchema>;

export const lastOutcomeSchema = oneOf<LastOutcome>(
  { delivered: true, failed: true, retrying: true, never_attempted: true, unknown: true },
  'The latest known outcome of an event at an endpoint.',
);

export const eventTypeCountSchema = objectOf('Deliveries of one event type.', {
  event_type: text('The type.'),
  ...counts,
});

export const endpointCountSchema = objectOf('Deliveries to one endpoint.', {
  endpoint_id: text('The endpoint.'),
  ...counts,
});

export const outcomeCountSchema = objectOf('Deliveries by what is known of them.', {
  last_outcome: ref('LastOutcome'),
  ...counts,
});

/** What `UNDELIVERED` looks at beside the latest outcome. */
export const undeliveredCountsSchema = objectOf<UndeliveredBody>('What is left out, or in hand.', {
  already_delivered: count('Left out: a 2xx of the endpoint is known.'),
  held_by_resend: count('Held by unfinished resends: left out unless `include_in_hand`.'),
  retried_by_sender: count('Retried by the original sender: left out in the same way.'),
});

/** Deliveries that cannot arrive now. */
export const waitingDeliveriesSchema = objectOf<WaitingBody>('What would wait at an endpoint.', {
  endpoint_id: text('The endpoint.'),
  deliveries: count('Of the deliveries.'),
  waiting_for: ref('WaitReason'),
  next_test_at: orNull(
    time('When the endpoint is tested next; a past time: any moment. Null: not by itself.'),
  ),
});

/** What a resend would cover. */
export const previewSchema = objectOf<PreviewBody>('What the same body would resend.', {
  exact: flag('True: everything is counted.'),
  counted_so_far: count('The same as `deliveries`.'),
  events: count('Recorded events that match.'),
  deliveries: count('The `total` that the resend would have.'),
  skipped: count('Of the deliveries, those whose endpoint is disabled.'),
  unwanted_events: count('Events that no endpoint wants.'),
  by_event_type: arrayOf(ref('EventTypeCount'), 'By event type.'),
  by_endpoint: arrayOf(ref('EndpointCount'), 'By endpoint.'),
  by_last_outcome: arrayOf(ref('OutcomeCount'), 'By latest known outcome: always all five.'),
  undelivered: orNull(ref('UndeliveredCounts'), 'Null unless `delivery_state` is `UNDELIVERED`.'),
  newer_outside: orNull(
    count('Objects of which a newer event is not selected; null unless `latest_only`.'),
  ),
  oldest_event_at: orNull(time('The first of the events; null when there is none.')),
  newest_event_at: orNull(time('The last of the events.')),
  duration_seconds: orNull(
    count('How long it takes at least at `max_rate_per_second`; null without one.'),
  ),
  waiting: count(
    'Of those that are not skipped: would wait, since their endpoint takes nothing now.',
  ),
  waiting_endpoints: arrayOf(ref('WaitingDeliveries'), 'Where they would wait, most first.'),
});

/** Generators have no type for what is always null: it is what it becomes, or null. */
const NOT_YET = 'Null: not counted to the end yet.';
const noCount = orNull(count(NOT_YET));
const noTime = orNull(time(NOT_YET));
const none = (name: string): JsonSchema => orNull(arrayOf(ref(name), NOT_YET));

/** How far counting came. */
export const unfinishedPreviewSchema = objectOf<UnfinishedPreviewBody>(
  'A preview that is still counted.',
  {
    exact: flag('False: there is more to count.'),
    counted_so_far: count('Deliveries that were counted so far.'),
    events: noCount,
    deliveries: noCount,
    skipped: noCount,
    unwanted_events: noCount,
    by_event_type: none('EventTypeCount'),
    by_endpoint: none('EndpointCount'),
    by_last_outcome: none('OutcomeCount'),
    undelivered: orNull(ref('UndeliveredCounts'), NOT_YET),
    newer_outside: noCount,
    oldest_event_at: noTime,
    newest_event_at: noTime,
    duration_seconds: noCount,
    waiting: noCount,
    waiting_endpoints: none('WaitingDeliveries'),
  },
);
