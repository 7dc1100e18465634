import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation } from '../operation/operation.ts';
import { sampleEndpoint } from './sample-endpoint.ts';
import {
  ENDPOINTS,
  ENDPOINTS_PATH,
  idempotencyKey,
  outcomeUnknown,
  outcomeUnknownWithKey,
} from './shared.ts';

const body = {
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  url: 'https://merchant.example/webhooks',
  type_webhook: 'CASHIN',
};
const answer = {
  worked: true,
  detail: 'Webhook endpoint created. ID: ep_5f0c1b7d2e9a4c8f6b3d1e0a',
  endpoint: {
    ...sampleEndpoint,
    id: 'ep_5f0c1b7d2e9a4c8f6b3d1e0a',
    last_24h: { attempts: 0, succeeded: 0, success_rate: null, p50_ms: null, p95_ms: null },
  },
  signing_secret: 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=',
};

export const createEndpoint: Operation = {
  method: 'post',
  path: ENDPOINTS_PATH,
  operationId: 'createEndpoint',
  tag: ENDPOINTS,
  summary: 'Make an endpoint',
  description:
    'From now on new resends of the account go to it as well. Its deliveries are signed with a ' +
    'secret that is made here and shown in this answer alone; with an `Idempotency-Key` a repetition ' +
    'within 24 hours shows it again, as long as nothing of the endpoint was changed. An account that ' +
    'has 50 endpoints gets no further one here. Who made it is kept.',
  parameters: [idempotencyKey],
  body: 'EndpointRegistration',
  successes: { 200: { description: 'The new endpoint.', schema: 'EndpointCreated' } },
  examples: {
    create: { summary: 'All that comes in', request: { body }, status: 200, answer },
    with_token: {
      summary: 'One type of event, with a token that the receiver asks for',
      request: {
        body: {
          ...body,
          type_webhook: 'PIX_CASHIN_RECEIVED',
          authorization_token: 'Bearer of-the-customer',
        },
      },
      status: 200,
      answer: {
        ...answer,
        endpoint: { ...answer.endpoint, type_webhook: 'PIX_CASHIN_RECEIVED' },
      },
    },
    once_only: {
      summary: 'Safe to be sent again',
      request: { body, headers: { 'Idempotency-Key': 'endpoint-1' } },
      status: 200,
      answer,
    },
  },
  refusals: {
    account_not_found: {
      code: 'account_not_found',
      summary: 'An account of nobody, or of somebody else',
      request: { body: { ...body, source_account_number: '999999' } },
    },
    missing: {
      code: 'validation_error',
      summary: 'Nothing says what it is for',
      request: { body: { ...body, type_webhook: null } },
      violation: ['type_webhook', 'is required', 'required'],
    },
    unknown_field: {
      code: 'validation_error',
      summary: 'A field that is not known here',
      request: { body: { ...body, signing_secret: 'of-mine' } },
      violation: ['signing_secret', 'is not a known field', 'unknown_field'],
    },
    url: {
      code: 'validation_error',
      summary: 'An address that is not public',
      request: { body: { ...body, url: 'https://10.0.0.1/hook' } },
      violation: ['url', 'must not be called: not a public address', 'address_not_allowed'],
    },
    used_key: {
      code: 'validation_error',
      summary: 'A key that was used for another request',
      request: {
        body: { ...body, url: 'https://merchant.example/other' },
        headers: { 'Idempotency-Key': 'endpoint-1' },
      },
      violation: ['Idempotency-Key', 'was used before with another request'],
    },
    too_many_endpoints: {
      code: 'too_many_endpoints',
      summary: 'One more than an account may have',
      request: { body: { ...body, source_account_number: '505050' } },
      detail: 'The account has 50 endpoints, which is the limit: remove one first',
      limit: { name: 'endpoints_of_account', value: 50 },
    },
    unknown_parameter: UNKNOWN_PARAMETER,
    outcome_unknown: outcomeUnknown,
    outcome_unknown_with_key: outcomeUnknownWithKey,
  },
};
