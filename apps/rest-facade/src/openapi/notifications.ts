import type { HealthNotificationType } from '@webhooks/domain';

import type { JsonSchema } from '../v3/schemas/json-schema.ts';
import { deliveryWebhook } from './deliveries.ts';

const about = { account_mirror_id: 17, endpoint_id: 'ep_17_in' };
const failing_since = '2026-05-12T10:00:00.000Z';

/** What is reported, by the type of the notification. */
const health = {
  'endpoint.failing': {
    summary: 'Deliveries to an endpoint have been failing for a while; they wait',
    timestamp: '2026-05-12T10:01:00.000Z',
    data: { ...about, failing_since },
  },
  'endpoint.recovered': {
    summary: 'An endpoint that was reported as failing works again',
    timestamp: '2026-05-12T10:31:00.000Z',
    data: {
      ...about,
      failing_since,
      recovered_at: '2026-05-12T10:31:00.000Z',
      // What it missed is resent by itself.
      resends_what_it_missed: true,
    },
  },
  'endpoint.disabled': {
    summary: 'An endpoint answered 410 and gets nothing until it is enabled',
    timestamp: '2026-05-12T10:31:00.000Z',
    data: { ...about, disabled_reason: 'gone', disabled_at: '2026-05-12T10:31:00.000Z' },
  },
  'certificate.expiring': {
    summary: 'A client certificate without a successor ends within 30, 7 or 1 days',
    timestamp: '2026-05-12T10:31:00.000Z',
    data: {
      account_mirror_id: 17,
      client_identity: 'merchant',
      certificate_fingerprint: '5e0b'.repeat(16),
      certificate_not_after: '2026-05-19T10:00:00.000Z',
    },
  },
} as const satisfies Record<
  HealthNotificationType,
  { readonly summary: string; readonly timestamp: string; readonly data: object }
>;

const notOfThese = new Set<unknown>(['webhook-resend-id']);

/** What endpoints get that want to be notified of what becomes of the endpoints of their account. */
export function healthWebhook(): JsonSchema {
  const { post } = deliveryWebhook() as { readonly post: JsonSchema };
  const parameters = post['parameters'] as readonly JsonSchema[];
  return {
    post: {
      ...post,
      operationId: 'receiveHealthNotification',
      summary: 'What an endpoint with type_webhook endpoint.health receives',
      description:
        'It is notified when an endpoint of its account fails, recovers or is disabled, and when a client ' +
        'certificate that endpoints of its account are shown is about to expire; it gets no events. ' +
        'An endpoint that fails again and again is reported once an hour. `webhook-id` is the same ' +
        'for every attempt. The list of types is open: answer 2xx to what you do not know.',
      parameters: parameters.filter(({ name }) => !notOfThese.has(name)),
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              description: 'An object with `type`, `timestamp` (when it happened) and `data`.',
            },
            examples: Object.fromEntries(
              Object.entries(health).map(([type, { summary, timestamp, data }]) => [
                type,
                { summary, value: { type, timestamp, data } },
              ]),
            ),
          },
        },
      },
    },
  };
}
