import type { EventDetail } from '../../v3/event-detail.ts';
import type { EventItem } from '../../v3/event-item.ts';
import { sampleAttempt, sampleDelivery } from './sample-answers.ts';

const payload = '{"type":"QR_CODE_COPY_AND_PASTE_PAID","data":{"id":12345}}';

/** What the examples show. */
export const sampleEventItem: EventItem = {
  id: 'evt_12345_1',
  sequence: 4711,
  account_mirror_id: 17,
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  resend_type: 'CASHIN',
  object_reference_id: 12345,
  event_type: 'QR_CODE_COPY_AND_PASTE_PAID',
  occurred_at: '2026-05-02T10:00:00.250000Z',
  original_outcome: 'FAILED',
  payload_bytes: payload.length,
  source_account_name: 'Loja Central',
  keys: {
    end_to_end_id: 'E1234567820260502130000000000001',
    tx_id: 'order66',
    correlation_id: null,
    tag: null,
  },
};

export const sampleEvent: EventDetail = {
  ...sampleEventItem,
  payload: Buffer.from(payload).toString('base64'),
  payload_text: payload,
  requests: [
    {
      endpoint_id: 'ep_17_in',
      url: 'https://merchant.example/webhooks',
      headers: [
        { name: 'Content-Type', value: 'application/json' },
        { name: 'Accept', value: '*/*' },
        { name: 'User-Agent', value: 'webhook-resend/1' },
        { name: 'Webhook-Timestamp', value: '1778581800' },
        { name: 'Webhook-Resend-Id', value: '***' },
        { name: 'Webhook-Attempt', value: '1' },
        { name: 'Authorization', value: '***' },
        { name: 'Webhook-Event-Time', value: '2026-05-02T10:00:00.250000Z' },
        { name: 'Webhook-Id', value: 'evt_12345_1' },
        { name: 'Webhook-Signature', value: 'v1,***' },
      ],
    },
  ],
  history: {
    next: null,
    results: [{ resend_id: 7890, ...sampleDelivery, attempts: 1, attempt_log: [sampleAttempt] }],
  },
};
