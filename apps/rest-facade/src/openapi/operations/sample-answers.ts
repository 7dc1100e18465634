import type { AttemptItem } from '../../v3/attempt-item.ts';
import type { DeliveryItem } from '../../v3/delivery-item.ts';
import type { PreviewBody } from '../../v3/preview-body.ts';
import type { ResendDetail } from '../../v3/resend-detail.ts';
import type { ResendItem } from '../../v3/resend-item.ts';
import type { EndpointProgressItem, FollowedResendBody } from '../../v3/resend-progress.ts';

/** What the examples show. The types see to it that no field is missing. */
export const sampleItem: ResendItem = {
  id: 7890,
  status: 'PROCESSING',
  resend_type: 'CASHIN',
  object_reference_id: null,
  account_mirror_id: 17,
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  start_datetime: '2026-05-01T00:00:00Z',
  end_datetime: '2026-05-12T23:59:59Z',
  name: 'Lost by a deploy',
  reason: null,
  not_before: null,
  max_rate_per_second: null,
  first: null,
  deliver_to: null,
  created_by: 246,
  created_at: '2026-05-12T10:30:00.123Z',
  updated_at: '2026-05-12T10:31:07.480Z',
  finished_at: null,
  total: 1200,
  delivered: 950,
  delivered_new: 250,
  delivered_known_before: 600,
  delivered_not_said: 100,
  failed: 2,
  skipped: 0,
  cancelled: 0,
  pending: 248,
  detail: null,
  listed: null,
  delivery_state: 'ALL',
  include_in_hand: false,
  latest_only: false,
  event_types: [],
  endpoint_ids: [],
  control: 'RUNNING',
};

export const sampleResend: ResendDetail = {
  ...sampleItem,
  retry_of: null,
  deliveries_pruned: false,
  sample: null,
};

const sampleProgress: EndpointProgressItem = {
  endpoint_id: 'ep_17_in',
  total: 1200,
  delivered: 950,
  failed: 2,
  skipped: 0,
  cancelled: 0,
  pending: 248,
  retrying: 16,
  waiting_for: 'breaker',
  next_test_at: '2026-05-12T10:31:40.000Z',
  estimated_end_at: '2026-05-12T10:31:57.512Z',
  expires_at: '2026-05-15T10:30:00.123Z',
};

export const sampleFollowed: FollowedResendBody = {
  ...sampleResend,
  endpoints: [sampleProgress],
  other_endpoints: 0,
};

/** The same once nothing is left to do. */
export const settledResend: ResendDetail = {
  ...sampleResend,
  status: 'FAILED',
  control: null,
  updated_at: '2026-05-12T10:33:20.001Z',
  finished_at: '2026-05-12T10:33:20.001Z',
  delivered: 1198,
  delivered_new: 250,
  delivered_known_before: 600,
  delivered_not_said: 348,
  pending: 0,
  detail: '2 deliveries did not succeed',
};

export const settledFollowed: FollowedResendBody = {
  ...settledResend,
  endpoints: [
    {
      ...{ ...sampleProgress, delivered: 1198, pending: 0, retrying: 0 },
      ...{ waiting_for: null, next_test_at: null, estimated_end_at: null, expires_at: null },
    },
  ],
  other_endpoints: 0,
};

export const sampleDelivery: DeliveryItem = {
  id: 1,
  event_id: 'evt_12345_1',
  event_type: 'QR_CODE_COPY_AND_PASTE_PAID',
  event_occurred_at: '2026-05-02T10:00:00.250000Z',
  object_reference_id: 12345,
  endpoint_id: 'ep_17_in',
  state: 'FAILED',
  reason: null,
  attempts: 8,
  last_http_status: 500,
  last_error_class: 'http_status',
  duplicate: null,
  next_attempt_at: null,
  settled_at: '2026-05-12T14:12:40.912Z',
};

export const sampleAttempt: AttemptItem = {
  number: 1,
  started_at: '2026-05-12T10:30:00.140Z',
  duration_ms: 38,
  http_status: 500,
  error_class: 'http_status',
  error_message: 'the endpoint answered 500',
  response_snippet: 'b29wcw==',
  response_snippet_text: 'oops',
};

export const samplePreview: PreviewBody = {
  exact: true,
  counted_so_far: 10,
  events: 10,
  deliveries: 10,
  skipped: 0,
  unwanted_events: 0,
  by_event_type: [{ event_type: 'QR_CODE_COPY_AND_PASTE_PAID', deliveries: 10, skipped: 0 }],
  by_endpoint: [{ endpoint_id: 'ep_17_in', deliveries: 10, skipped: 0 }],
  by_last_outcome: [
    { last_outcome: 'delivered', deliveries: 6, skipped: 0 },
    { last_outcome: 'failed', deliveries: 3, skipped: 0 },
    { last_outcome: 'retrying', deliveries: 0, skipped: 0 },
    { last_outcome: 'never_attempted', deliveries: 1, skipped: 0 },
    { last_outcome: 'unknown', deliveries: 0, skipped: 0 },
  ],
  undelivered: null,
  newer_outside: null,
  oldest_event_at: '2026-05-01T00:00:00Z',
  newest_event_at: '2026-05-12T23:59:59Z',
  duration_seconds: null,
  waiting: 10,
  waiting_endpoints: [
    {
      endpoint_id: 'ep_17_in',
      deliveries: 10,
      waiting_for: 'breaker',
      next_test_at: '2026-05-12T10:30:40.000Z',
    },
  ],
};
