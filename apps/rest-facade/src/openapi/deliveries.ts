import type { JsonSchema } from '../v3/schemas/json-schema.ts';

/** What is read of a receiver's answer. */
const answers = {
  '2XX': { description: 'Delivered. Nothing but 2xx is a success.' },
  '3XX': { description: 'Tried again on the schedule; redirects are not followed.' },
  '410': { description: 'The endpoint is disabled, and what waits for it is settled.' },
  '429': {
    description: 'Tried again, not before `Retry-After` says (24 hours at most).',
    headers: { 'Retry-After': { schema: { type: 'string' } } },
  },
  '503': {
    description: 'As with 429.',
    headers: { 'Retry-After': { schema: { type: 'string' } } },
  },
  default: { description: 'Tried again until the schedule is used up.' },
};

const header = (
  name: string,
  description: string,
  example: string,
  schema: JsonSchema = {},
  required = true,
): JsonSchema => ({
  ...{ name, in: 'header', description, required, example },
  schema: { type: 'string', ...schema },
});

/** The headers that a receiver gets, by the names that it sees. */
const DELIVERY_HEADERS: readonly JsonSchema[] = [
  header(
    'webhook-id',
    'The id of the event: the same on the original, on each retry and on each resend. ' +
      'Deduplicate by it.',
    'evt_12345_2',
  ),
  header('webhook-timestamp', 'When this attempt was signed, in seconds.', '1778581800', {
    pattern: '^[0-9]+$',
  }),
  header(
    'webhook-signature',
    'HMAC-SHA256 over id, timestamp and the exact bytes of the body, by Standard Webhooks; ' +
      'several while a secret is being replaced. Only if the endpoint has a signing secret.',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
    { pattern: '^v1,[A-Za-z0-9+/=]+( v1,[A-Za-z0-9+/=]+)*$' },
    false,
  ),
  header('webhook-resend-id', 'The resend that it belongs to.', '7890', { pattern: '^[0-9]+$' }),
  header('webhook-attempt', 'From 1 within the delivery.', '1', { pattern: '^[0-9]+$' }),
  header('webhook-event-time', 'When the event happened.', '2026-05-02T10:00:00.250Z', {
    format: 'date-time',
  }),
  header('accept', 'Any answer will do: its status is what counts.', '*/*'),
  header('user-agent', 'Ours.', 'webhook-resend/1'),
  header('authorization', 'The authorization_token of the endpoint.', 'a-token', {}, false),
  header('x-functions-key', 'The x_functions_key of the endpoint.', 'a-key', {}, false),
];

/** The receiver's side: what is sent to an endpoint. */
export function deliveryWebhook(): JsonSchema {
  return {
    post: {
      operationId: 'receiveDelivery',
      // Generators of clients would make a call of it; it is ours to make.
      'x-internal': true,
      tags: ['Deliveries'],
      summary: 'What your endpoint receives',
      description:
        'The recorded body of the event, byte for byte. `webhook-resend-id` tells that it is a ' +
        'resend. An object has one delivery to an endpoint in flight, and a later event of it is ' +
        'not sent before the earlier ones are settled. An attempt has 15 seconds in all. A test event ' +
        'has the type `webhook.test` and the header `webhook-test: true`, and belongs to no resend: ' +
        'answer it, and act on nothing of it.',
      parameters: DELIVERY_HEADERS,
      security: [],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            // Without a type: generators drop those that no path leads to, and miss them here.
            schema: {
              description:
                'As it was recorded: an object with `type` and `data`. The list of types is open.',
            },
            example: {
              type: 'QR_CODE_COPY_AND_PASTE_PAID',
              data: { qr_code_id: 12345, status: 'PAID' },
            },
          },
        },
      },
      responses: answers,
    },
  };
}
