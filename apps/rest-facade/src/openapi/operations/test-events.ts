import { id } from '../../v3/schemas/json-schema.ts';
import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation } from '../operation/operation.ts';
import {
  ENDPOINT_PATH,
  endpointId,
  endpointNotFound,
  ENDPOINTS,
  outcomeUnknown,
} from './shared.ts';

const TEST_PATH = `${ENDPOINT_PATH}/test`;

const sampleTestEvent = {
  id: 1,
  endpoint_id: 'ep_17_in',
  state: 'DELIVERED',
  reason: null,
  created_at: '2026-05-12T10:30:00.000Z',
  settled_at: '2026-05-12T10:30:00.180Z',
  attempt: {
    started_at: '2026-05-12T10:30:00.120Z',
    duration_ms: 48,
    http_status: 200,
    error_class: null,
    error_message: null,
    response_snippet: 'b2s=',
    response_snippet_text: 'ok',
  },
  mtls: null,
  challenge_answered: true,
};

export const sendTestEvent: Operation = {
  method: 'post',
  path: TEST_PATH,
  operationId: 'sendTestEvent',
  tag: ENDPOINTS,
  summary: 'Send a test event',
  description:
    'One event of the type `webhook.test`, marked by the header `Webhook-Test: true`, goes to the ' +
    'endpoint as deliveries do: signed, by the same addresses, certificates and proxies, within the ' +
    'same time. It belongs to no resend and changes nothing that is known of events, breakers and ' +
    'statistics; it is not retried, and a 410 disables nothing. An endpoint gets at most 10 a ' +
    'minute, and a user sends at most 20: beyond it 429 says which limit it is. What has no answer ' +
    'within five seconds is answered 202: ask for it by its ID. What no dispatcher begins within a ' +
    'minute is not sent. An endpoint that is shown a client certificate gets it twice, first without ' +
    'the certificate: `mtls` says whether it demands one. A URL that is to prove itself ' +
    '(`verification: pending`) does so by answering with 2xx and the header `webhook-challenge` as ' +
    'it came. Who sent it is kept.',
  parameters: [endpointId],
  successes: {
    200: { description: 'What came of it.', schema: 'TestEventRequested' },
    202: {
      description: 'It is still under way.',
      headers: ['Retry-After'],
      schema: 'TestEventRequested',
    },
  },
  examples: {
    answered: {
      summary: 'The endpoint takes it',
      request: { path: { id: 'ep_17_in' } },
      status: 200,
      answer: {
        worked: true,
        detail: 'Webhook test event requested. ID: 1',
        test_event: sampleTestEvent,
      },
    },
  },
  refusals: {
    endpoint_not_found: endpointNotFound,
    unknown_parameter: UNKNOWN_PARAMETER,
    outcome_unknown: outcomeUnknown,
  },
};

export const getTestEvent: Operation = {
  method: 'get',
  path: `${TEST_PATH}/{test_id}`,
  operationId: 'getTestEvent',
  tag: ENDPOINTS,
  summary: 'See what came of a test event',
  description: 'It is kept for an hour.',
  parameters: [
    endpointId,
    {
      name: 'test_id',
      in: 'path',
      description: 'The test event.',
      required: true,
      schema: id('As in the answer to the request.'),
    },
  ],
  successes: { 200: { description: 'What came of it.', schema: 'TestEvent' } },
  examples: {
    one: {
      summary: 'The first one',
      request: { path: { id: 'ep_17_in', test_id: 1 } },
      status: 200,
      answer: sampleTestEvent,
    },
  },
  refusals: {
    event_not_found: {
      code: 'event_not_found',
      summary: 'A test event of nobody, or one that is no longer kept',
      request: { path: { test_id: 999999 } },
    },
    unknown_parameter: UNKNOWN_PARAMETER,
  },
};
