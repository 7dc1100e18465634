import type { EndpointItem } from '../../v3/endpoint-item.ts';
import type { AttemptBucketItem } from '../../v3/endpoint-statistics-body.ts';
import type { ResendStatisticsBody } from '../../v3/resend-statistics-body.ts';

/** What the examples show. */
export const sampleEndpoint: EndpointItem = {
  id: 'ep_17_in',
  account_mirror_id: 17,
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  source_account_name: 'Loja Central',
  url: 'https://merchant.example/webhooks',
  type_webhook: 'CASHIN',
  enabled: true,
  disabled_reason: null,
  disabled_since: null,
  max_in_flight: null,
  requests_per_second: null,
  recover_automatically: false,
  breaker: { state: 'CLOSED', retry_at: null },
  last_24h: { attempts: 1200, succeeded: 1140, success_rate: 0.95, p50_ms: 38, p95_ms: 240 },
  mtls: null,
  mtls_verified: false,
  verification: 'proven',
  test: false,
};

export const sampleAttemptBucket: AttemptBucketItem = {
  start: '2026-05-12T10:30:00Z',
  attempts: 1200,
  succeeded: 1140,
  failed: 60,
  failures_by_class: { timeout: 12, http_status: 48 },
  p50_ms: 38,
  p95_ms: 240,
};

export const sampleResendStatistics: ResendStatisticsBody = {
  by_state: {
    PENDING: 200,
    RETRYING: 48,
    DELIVERED: 950,
    FAILED: 2,
    SKIPPED: 0,
    CANCELLED: 0,
  },
  failures: [
    { error_class: 'http_status', http_status: 500, count: 48 },
    { error_class: 'timeout', http_status: null, count: 12 },
  ],
  receipts: [
    {
      endpoint_id: 'ep_17_in',
      event_type: 'QR_CODE_COPY_AND_PASTE_PAID',
      delivered_new: 250,
      delivered_known_before: 600,
      delivered_not_said: 100,
    },
  ],
  bucket_seconds: 10,
  over_time: [
    { start: '2026-05-12T10:30:00Z', delivered: 700, failed: 0 },
    { start: '2026-05-12T10:30:10Z', delivered: 250, failed: 2 },
  ],
};
