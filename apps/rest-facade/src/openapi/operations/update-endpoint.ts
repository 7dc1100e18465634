import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation } from '../operation/operation.ts';
import { sampleEndpoint } from './sample-endpoint.ts';
import {
  ENDPOINT_PATH,
  endpointId,
  endpointNotFound,
  ENDPOINTS,
  outcomeUnknown,
} from './shared.ts';

const path = { id: 'ep_17_in' };
const answer = {
  worked: true,
  detail: 'Webhook endpoint changed. ID: ep_17_in',
  endpoint: sampleEndpoint,
  credentials_dropped: false,
  signing_secret: null,
  was_disabled_since: null,
};

export const updateEndpoint: Operation = {
  method: 'patch',
  path: ENDPOINT_PATH,
  operationId: 'updateEndpoint',
  tag: ENDPOINTS,
  summary: 'Enable, disable or move an endpoint, or let it recover by itself',
  description:
    'Enable it again after it answered 410 or was disabled. What it missed is what is UNDELIVERED ' +
    'at it since `was_disabled_since`, or a little earlier: preview and resend that range with its ' +
    'id in `endpoint_ids`. Token and key ' +
    'belong to one exact URL: new ones come together with it, and an endpoint that moves without ' +
    'them loses the old ones. Its signing secret is replaced then, and so is that of an endpoint ' +
    'that had no token or key; the answer shows the new one, this once. The URL that it has, or as ' +
    'it is shown, changes nothing. Who changed what is kept.',
  parameters: [endpointId],
  body: 'EndpointChange',
  successes: { 200: { description: 'The endpoint after the change.', schema: 'EndpointChanged' } },
  examples: {
    enable: {
      summary: 'Enable it',
      request: { path, body: { enabled: true } },
      status: 200,
      answer: { ...answer, was_disabled_since: '2026-05-12T08:00:00.000Z' },
    },
    disable: {
      summary: 'Disable it',
      request: { path, body: { enabled: false } },
      status: 200,
      answer: {
        ...answer,
        endpoint: { ...sampleEndpoint, enabled: false, disabled_reason: 'by_owner' },
      },
    },
    recover: {
      summary: 'Resend by itself what it misses in an outage',
      request: { path, body: { recover_automatically: true } },
      status: 200,
      answer: { ...answer, endpoint: { ...sampleEndpoint, recover_automatically: true } },
    },
  },
  refusals: {
    endpoint_not_found: endpointNotFound,
    nothing: {
      code: 'validation_error',
      summary: 'Nothing to change',
      request: { path, body: {} },
      violation: ['', 'enabled, url or recover_automatically is required'],
    },
    unknown_field: {
      code: 'validation_error',
      summary: 'A field that cannot be changed here',
      request: { path, body: { type_webhook: 'CASHIN' } },
      violation: ['type_webhook', 'is not a known field', 'unknown_field'],
    },
    credentials_alone: {
      code: 'validation_error',
      summary: 'A token without the URL that it is for',
      request: { path, body: { enabled: true, authorization_token: 'of-the-customer' } },
      violation: ['authorization_token', 'goes together with url: it is for one URL alone'],
    },
    url: {
      code: 'validation_error',
      summary: 'An address that is not public',
      request: { path, body: { url: 'https://10.0.0.1/hook' } },
      violation: ['url', 'must not be called: not a public address', 'address_not_allowed'],
    },
    unknown_parameter: UNKNOWN_PARAMETER,
    outcome_unknown: outcomeUnknown,
  },
};
